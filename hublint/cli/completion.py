"""`hublint completion`: what has a shell complete hublint's commands, options, rule codes and targets.

The scripts are made from the parsers themselves and hold all that they offer, so that no key pressed starts a Python.
"""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hublint.cli.help import epilog
from hublint.target import KERAS_CHOICES, LEVEL_CHOICES, NEWEST_TENSORFLOW, PURPOSE_CHOICES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hublint.registry import Registry

__all__ = ["add_parser", "commands_of", "run", "script"]

_DESCRIPTION: Final = """\
Print a script that has a shell complete the commands and options of hublint, rule codes (also several with commas),
output formats, targets and paths.

  bash   eval "$(hublint completion bash)" in ~/.bashrc, or the output in a file of
         ~/.local/share/bash-completion/completions called hublint
  zsh    the output in a file called _hublint in a folder of $fpath, or
         eval "$(hublint completion zsh)" behind compinit in ~/.zshrc
  fish   hublint completion fish > ~/.config/fish/completions/hublint.fish

Rule codes are those of the hublint and the rule packs that are installed when the script is printed: print it anew
after an update.
"""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = subparsers.add_parser(
        "completion",
        help="print a script that has a shell complete commands, options and rule codes",
        description=_DESCRIPTION,
        epilog=epilog(
            {'eval "$(hublint completion bash)"': "have this bash complete hublint"},
            {"0": "printed", "2": "there is no such shell"},
        ),
    )
    parser.add_argument("shell", choices=tuple(_SCRIPTS), metavar="SHELL", help="bash, zsh or fish")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the script and return the exit status."""
    from hublint import registry
    from hublint.cli import whole_parser

    print(script(arguments.shell, whole_parser(), registry.load()), end="")
    return 0


def script(shell: str, parser: argparse.ArgumentParser, rules: Registry) -> str:
    """Return the script for a shell."""
    return _SCRIPTS[shell](commands_of(parser), _Lists.of(rules))


# What there is to complete.

Kind = Literal["flag", "codes", "code", "target", "choice", "file", "folder", "other"]


class Option(NamedTuple):
    """An option: its spellings, what it is for, what it takes, and which words these are if they can be listed."""

    names: tuple[str, ...]
    what: str
    kind: Kind
    choices: tuple[str, ...] = ()


class Command(NamedTuple):
    """A command, or an action of one: the words that call it, its options, and what else it takes."""

    words: tuple[str, ...]
    what: str
    options: tuple[Option, ...]
    takes: Kind | None
    choices: tuple[str, ...]
    actions: tuple[Command, ...]


class _Lists(NamedTuple):
    """Words that several options take."""

    codes: dict[str, str]
    target: tuple[str, ...]

    @classmethod
    def of(cls, rules: Registry) -> _Lists:
        """Return the codes of rules with their names, and the parts of targets."""
        newest = NEWEST_TENSORFLOW[1]
        target = (
            *(f"tf=2.{minor}" for minor in range(newest, -1, -1)),
            "tf=1.15",
            *(f"keras={choice}" for choice in KERAS_CHOICES),
            *(f"purpose={choice}" for choice in PURPOSE_CHOICES),
            *(f"level={choice}" for choice in LEVEL_CHOICES),
        )
        return cls({rule.code: rule.name for rule in sorted(rules.rules, key=lambda rule: rule.code)}, target)


def commands_of(parser: argparse.ArgumentParser) -> Command:
    """Return what a parser takes, with the commands below it."""
    return _command(parser, (), "")


def _command(parser: argparse.ArgumentParser, words: tuple[str, ...], what: str) -> Command:
    options: list[Option] = []
    takes: Kind | None = None
    choices: tuple[str, ...] = ()
    actions: list[Command] = []
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to tell what a parser takes
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            told = {choice.dest: choice.help or "" for choice in action._get_subactions()}  # noqa: SLF001 - as above
            below = action.choices
            actions += [_command(below[name], (*words, name), told.get(name, "")) for name in below]
        elif action.help is argparse.SUPPRESS:
            continue
        elif action.option_strings:
            kind, listed = _kind(action, words)
            options.append(Option(tuple(action.option_strings), _help(action), kind, listed))
        else:
            takes, choices = _kind(action, words)
    return Command(words, _plain(what), tuple(options), takes, choices, tuple(actions))


def _kind(action: argparse.Action, words: tuple[str, ...]) -> tuple[Kind, tuple[str, ...]]:
    if action.nargs == 0:
        return "flag", ()
    if action.choices is not None:
        return "choice", tuple(str(choice) for choice in action.choices)
    if action.metavar == "CODES":
        return "codes", ()
    if words == ("rule",) and not action.option_strings:
        return "code", ()
    if action.metavar == "TARGET" and action.option_strings:
        return "target", ()
    if action.metavar == "NAME" and "runtime" in (*words, action.dest):
        from hublint.runtimes import RECIPES

        return "choice", tuple(RECIPES)
    if action.metavar in {"PATH", "FILE", "OTHER", "TARGET"}:
        return "file", ()
    return ("folder" if action.metavar in {"DIR", "FOLDER"} else "other"), ()


def _help(action: argparse.Action) -> str:
    return _plain((action.help or "") % {**vars(action), "prog": "hublint"})


def _plain(what: str) -> str:
    """Return the beginning of a help text, in one short line."""
    first = re.split(r"[;:(]", what)[0].strip()
    return first if len(first) <= _WIDEST else f"{first[: _WIDEST - 1].rstrip()}…"


_WIDEST: Final = 90


def _all(command: Command) -> Iterator[Command]:
    yield command
    for action in command.actions:
        yield from _all(action)


# bash. macOS has a version from 2007, which knows neither `mapfile` nor `compopt`.

_BASH: Final = r"""# bash completion for hublint; written by `hublint completion bash`
_hublint() {
    local line="${COMP_LINE:0:COMP_POINT}" command="" word i last cur option value prefix="" before keep="" mark
    local -a words
    read -r -a words <<< "$line"
    case "$line" in *[[:space:]]) words[${#words[@]}]="" ;; esac
    last=$(( ${#words[@]} - 1 ))
    cur="${words[last]}"
    for (( i = 1; i < last; i++ )); do
        case "$command ${words[i]}" in
@COMMANDS@
        esac
    done
    case "$cur" in
        --*=*) option="${cur%%=*}" value="${cur#*=}" prefix="$option=" ;;
        *) option="${words[last > 0 ? last - 1 : 0]}" value="$cur" ;;
    esac
    COMPREPLY=()
    case "$command $option" in
@OPTIONS@
        *)
            if [[ -z $prefix && $cur == -* ]]; then
                _hublint_words "$(_hublint_options "$command")"
            elif [[ -z $prefix ]]; then
                case "$command" in
@POSITIONALS@
                esac
            fi
            ;;
    esac
    # What stands before a mark at which bash breaks words is there already.
    for mark in = :; do
        if [[ $cur == *"$mark"* && $COMP_WORDBREAKS == *"$mark"* ]]; then
            before="${cur%"${cur##*"$mark"}"}"
            (( ${#before} > ${#keep} )) && keep="$before"
        fi
    done
    if [[ -n $keep ]]; then
        for (( i = 0; i < ${#COMPREPLY[@]}; i++ )); do COMPREPLY[i]="${COMPREPLY[i]#"$keep"}"; done
    fi
}

_hublint_words() {
    local IFS=$' \n'
    COMPREPLY=( $(compgen -P "$prefix" -W "$1" -- "$value") )
}

_hublint_list() {
    local IFS=$' \n' before="${value%"${value##*,}"}"
    COMPREPLY=( $(compgen -P "$prefix$before" -W "$1" -- "${value##*,}") )
    compopt -o nospace 2> /dev/null
}

_hublint_paths() {
    local IFS=$'\n'
    COMPREPLY=( $(compgen -P "$prefix" "$1" -- "$value") )
    compopt -o filenames 2> /dev/null
}

_hublint_options() {
    case "$1" in
@NAMES@
    esac
}

_hublint_codes="@CODES@"
_hublint_target="@TARGET@"
complete -F _hublint hublint
"""


def _bash(top: Command, lists: _Lists) -> str:
    commands, options, positionals, names = [], [], [], []
    for command in _all(top):
        path = " ".join(command.words)
        commands += [
            f'            "{path} {action.words[-1]}") command="{" ".join(action.words)}" ;;'
            for action in command.actions
        ]
        for option in command.options:
            call = _bash_call(option.kind, option.choices)
            if call and option.kind != "flag":
                spelled = "|".join(f'"{path} {name}"' for name in option.names)
                options.append(f"        {spelled}) {call} ;;")
        words = " ".join(action.words[-1] for action in command.actions)
        call = f'_hublint_words "{words}"' if words else _bash_call(command.takes, command.choices)
        if call:
            positionals.append(f'                    "{path}") {call} ;;')
        spelled = " ".join(name for option in command.options for name in option.names)
        names.append(f'        "{path}") echo "{spelled}" ;;')
    return _filled(
        _BASH,
        {
            "COMMANDS": "\n".join(commands),
            "OPTIONS": "\n".join(options),
            "POSITIONALS": "\n".join(positionals),
            "NAMES": "\n".join(names),
            "CODES": " ".join(("ALL", *lists.codes)),
            "TARGET": " ".join(lists.target),
        },
    )


def _bash_call(kind: Kind | None, choices: Sequence[str]) -> str:
    """Return the call that completes a value; `:` for one that nothing is known of."""
    if kind is None or kind == "flag":
        return ""
    calls = {
        "codes": '_hublint_list "$_hublint_codes"',
        "code": '_hublint_words "$_hublint_codes"',
        "target": '_hublint_list "$_hublint_target"',
        "choice": f'_hublint_words "{" ".join(choices)}"',
        "file": "_hublint_paths -f",
        "folder": "_hublint_paths -d",
    }
    return calls.get(kind, ":")


# zsh.

_ZSH: Final = r"""#compdef hublint
# zsh completion for hublint; written by `hublint completion zsh`

_hublint_codes() {
    local -a codes
    codes=(
@CODES@
    )
    _values -s , 'rule' $codes
}

_hublint_target() {
    local -a parts
    parts=(@TARGET@)
    compset -P '*,'
    compadd -S '' -- $parts
}

@FUNCTIONS@
if [[ $funcstack[1] == _hublint ]]; then
    _hublint "$@"
else
    compdef _hublint hublint
fi
"""


def _zsh(top: Command, lists: _Lists) -> str:
    codes = "\n".join(f"        {_quoted(f'{code}[{name}]')}" for code, name in lists.codes.items())
    return _filled(
        _ZSH,
        {
            "CODES": codes,
            "TARGET": " ".join(lists.target),
            "FUNCTIONS": "\n".join(_zsh_function(command) for command in _all(top)),
        },
    )


def _zsh_function(command: Command) -> str:
    name = "_".join(("_hublint", *command.words))
    specs = [_zsh_option(option) for option in command.options]
    if not command.actions:
        if command.takes is not None:
            specs.append(_quoted(f"*: :{_zsh_action(command.takes, command.choices)}"))
        lines = " \\\n        ".join(("_arguments -s -S", *specs))
        return f"{name}() {{\n    {lines}\n}}\n"
    specs += ["'1: :->command'", "'*:: :->arguments'"]
    lines = " \\\n        ".join(("_arguments -C -S", *specs))
    listed = "\n".join(f"                {_quoted(f'{action.words[-1]}:{action.what}')}" for action in command.actions)
    calls = "\n".join(
        f"                {action.words[-1]}) {'_'.join(('_hublint', *action.words))} ;;" for action in command.actions
    )
    return (
        f'{name}() {{\n    local curcontext="$curcontext" state line\n    local -a commands\n    {lines}\n'
        f"    case $state in\n        command)\n            commands=(\n{listed}\n            )\n"
        f"            _describe 'command' commands\n            ;;\n        arguments)\n"
        f"            case $line[1] in\n{calls}\n            esac\n            ;;\n    esac\n}}\n"
    )


def _zsh_option(option: Option) -> str:
    what = re.sub(r"([\[\]:\\])", r"\\\1", option.what)
    value = "" if option.kind == "flag" else f": :{_zsh_action(option.kind, option.choices)}"
    specs = []
    for name in option.names:
        # A long option may have its value behind an equals sign.
        equals = "=" if value and name.startswith("--") else ""
        specs.append(_quoted(f"*{name}{equals}[{what}]{value}"))
    return " ".join(specs)


def _zsh_action(kind: Kind, choices: Sequence[str]) -> str:
    actions = {
        "codes": "_hublint_codes",
        "code": "_hublint_codes",
        "target": "_hublint_target",
        "choice": f"({' '.join(choices)})",
        "file": "_files",
        "folder": "_files -/",
    }
    return actions.get(kind, " ")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


# fish.

_FISH: Final = r"""# fish completion for hublint; written by `hublint completion fish`
function __hublint_codes
    printf '%s\n' @CODES@
end

function __hublint_target
    printf '%s\n' @TARGET@
end

function __hublint_in
    set -l words (commandline -opc)[2..-1]
    set -l found
    for word in $words
        set -l longer (string trim -- "$found $word")
        if contains -- $longer @PATHS@
            set found $longer
        end
    end
    test "$found" = "$argv"
end

complete -c hublint -f
@COMPLETIONS@
"""


def _fish(top: Command, lists: _Lists) -> str:
    lines = []
    for command in _all(top):
        here = f"-n '{' '.join(('__hublint_in', *command.words))}'"
        lines += [
            f"complete -c hublint {here} -a {action.words[-1]} -d {_in_fish(action.what)}" for action in command.actions
        ]
        for option in command.options:
            names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
            value = _fish_value(option.kind, option.choices)
            lines.append(f"complete -c hublint {here} {names}{value} -d {_in_fish(option.what)}")
        if command.takes in {"file", "folder"}:
            lines.append(f"complete -c hublint {here} -F")
        elif command.takes is not None and not command.actions:
            words = "(__hublint_codes)" if command.takes == "code" else " ".join(command.choices)
            lines.append(f"complete -c hublint {here} -a {_in_fish(words)}")
    paths = [" ".join(command.words) for command in _all(top) if command.words]
    return _filled(
        _FISH,
        {
            "CODES": " ".join(_in_fish(f"{code}\t{name}") for code, name in lists.codes.items()),
            "TARGET": " ".join(lists.target),
            "PATHS": " ".join(map(_in_fish, paths)),
            "COMPLETIONS": "\n".join(lines),
        },
    )


def _fish_value(kind: Kind, choices: Sequence[str]) -> str:
    values = {
        "flag": "",
        "codes": " -x -a '(__fish_complete_list , __hublint_codes)'",
        "target": " -x -a '(__fish_complete_list , __hublint_target)'",
        "choice": f" -x -a '{' '.join(choices)}'",
        "file": " -r -F",
        "folder": " -x -a '(__fish_complete_directories)'",
    }
    return values.get(kind, " -x")


def _in_fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _filled(template: str, parts: Mapping[str, str]) -> str:
    for name, part in parts.items():
        template = template.replace(f"@{name}@", part)
    return template


_SCRIPTS: Final[Mapping[str, Callable[[Command, _Lists], str]]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
