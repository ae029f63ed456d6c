"""Writes a program that loads a model and runs it as TensorFlow 2."""

from __future__ import annotations

import ast
import keyword
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

import libcst as cst

from hublint.rule import Edit, Fix
from hublint.source.block import Block, BlockError, substitute
from hublint.source.use import argument
from hublint_rules.rewrites import comments, flow, layout
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.names import fresh
from hublint_rules.symbols.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hublint.source.index import Scope
    from hublint_rules.rewrites.imported_graph import Program, Run, Saved

# What the module of TensorFlow 1's names has too, as the same function.
_SAME = frozenset(
    {
        "tensorflow.Module",
        "tensorflow.TensorSpec",
        "tensorflow.constant",
        "tensorflow.function",
        "tensorflow.graph_util.import_graph_def",
        "tensorflow.io.gfile.GFile",
        "tensorflow.nest.map_structure",
        "tensorflow.saved_model.save",
    }
)

_MESSAGES = {
    "frozen": "Import the graph with wrap_function and prune functions out of it",
    "helper": "Import the graph with wrap_function and prune functions out of it",
    "meta": "Import the graph with wrap_function, restore its variables and prune functions out of it",
    "saved": "Load the model with tf.saved_model.load and call its signatures",
}
_BY_NAME = (
    "Load the model with tf.saved_model.load and prune functions out of its graph, which only a model written by "
    "TensorFlow 1 has"
)

Template = tuple[str, "Mapping[str, ast.expr]"]
"""Code, and the expressions of the owner that stand where names in it stand."""


class Bracketed(NamedTuple):
    """Code that can be broken at its brackets: what opens them, the parts, what closes them, what ends each part."""

    opening: str
    parts: tuple[str | Bracketed, ...]
    closing: str
    comma: str = ","

    @property
    def flat(self) -> str:
        """The code on one line."""
        return f"{self.opening}{f'{self.comma} '.join(map(_flat, self.parts))}{self.closing}"


def _is_function(node: ast.AST) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))


def _flat(code: str | Bracketed) -> str:
    return code if isinstance(code, str) else code.flat


def _display(code: str) -> str | Bracketed:
    """Return the code of a list, tuple or dict so that it can be broken, any other code as it is."""
    node = ast.parse(code, mode="eval").body
    if isinstance(node, ast.Dict):
        pairs = [(key, value) for key, value in zip(node.keys, node.values, strict=True) if key is not None]
        parts = tuple(f"{_segment(code, key)}: {_segment(code, value)}" for key, value in pairs)
        return Bracketed("{", parts, "}")
    if not isinstance(node, (ast.List, ast.Tuple)) or len(node.elts) < 2:
        return code
    opening, closing = "[]" if isinstance(node, ast.List) else "()"
    return Bracketed(opening, tuple(_segment(code, element) for element in node.elts), closing)


def _segment(code: str, node: ast.expr) -> str:
    return ast.get_source_segment(code, node) or ast.unparse(node)


def write(program: Program) -> Fix:
    """Return the fix that puts the TensorFlow 2 form in the place of a program.

    Raises:
        Refused: if libcst cannot take the statements apart, or a statement would stand where it is not reached.
    """
    try:
        return _Writer(program).fix()
    except (BlockError, cst.ParserSyntaxError) as error:
        raise Refused(str(error)) from error


class _Writer:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.source = program.source
        self.imports: list[tuple[str, str]] = []
        self.taken: set[str] = self._names()
        self.new: dict[ast.expr, Template] = {}
        self.before: dict[ast.stmt, list[Template]] = {}
        self.after: dict[ast.stmt, list[Template]] = {}
        self.functions: dict[tuple[str, str, tuple[int, ...]], str] = {}
        self.called: dict[str, str] = {}
        self.by_name = any(not run.fetch.signed for run in program.runs)
        name = "loaded" if program.kind == "saved" else "imported"
        self.model = self._fresh(name, attribute=not all(map(program.is_within_home, program.graph_reads)))

    def fix(self) -> Fix:
        program = self.program
        for read in program.graph_reads:
            self.new[read] = (f"{self.model}.graph", {})
        self._load()
        self._signatures()
        for run in sorted(program.runs, key=lambda run: (run.call.lineno, run.call.col_offset)):
            self._write_run(run)
        if program.saved is not None:
            self._save(program.saved)
        self._refuse_reads_of_what_goes()
        message = _BY_NAME if program.kind == "saved" and self.by_name else _MESSAGES[program.kind]
        return Fix("unsafe", message, tuple(self._edits()), tuple(dict.fromkeys(self.imports)))

    # Names

    def _names(self) -> set[str]:
        """Return the names that mean something in the scope of the load, or where the model is run."""
        program, source = self.program, self.source
        found = set(flow.BUILTINS) | program.home.bindings.keys() | program.home.elsewhere.keys()
        # A function that is called like the one it is made in reads like a call of that one.
        found |= {outer.name for outer in (program.home.node, *source.ancestors(program.load)) if _is_function(outer)}
        for scope, name in source.index.loads:
            inside = self._scopes_inside(scope, program.home)
            if (inside or scope is program.home) and scope.owner(name.id) not in inside:
                found.add(name.id)
        for node in (*program.graph_reads, *(run.call for run in program.runs)):
            for scope in self._scopes_inside(source.scope(node), program.home):
                found |= scope.bindings.keys()
        if program.owner is not None:
            found |= {f"self.{n.attr}" for n in program.nodes if isinstance(n, ast.Attribute)}
        return found - self._names_that_go()

    @staticmethod
    def _scopes_inside(scope: Scope | None, home: Scope) -> list[Scope]:
        """Return a scope and those round it, up to but without the home scope; nothing if they do not lie in it."""
        inside: list[Scope] = []
        while scope is not None and scope is not home:
            inside.append(scope)
            scope = scope.parent
        return inside if scope is not None else []

    def _names_that_go(self) -> set[str]:
        """Return the names that only the session, the graph and the model had."""
        program, source = self.program, self.source
        dropped = {*program.dropped, *program.blocks}
        if program.kind != "helper":
            dropped.add(program.statement)
        return {
            name
            for name, bindings in program.home.bindings.items()
            if all(isinstance(b.node, ast.Name) and source.statement(b.node) in dropped for b in bindings)
        }

    def _fresh(self, name: str, *, attribute: bool = False) -> str:
        """Return `name`, with underscores behind it until it is free, and take it; `self._name` for an attribute."""
        if attribute:
            name = f"{self._self()}._{name}"
            while f"self.{name.partition('.')[2]}" in self.taken:
                name += "_"
            self.taken.add(f"self.{name.partition('.')[2]}")
            return name
        name = fresh(name, lambda one: one not in self.taken)
        self.taken.add(name)
        return name

    def _predict(self, *, attribute: bool) -> str:
        """Return how the function that runs the model is called: not like a function of the owner's."""
        return "run_model" if not attribute and "predict" in self.taken else "predict"

    def _self(self) -> str:
        function = self.program.home.node
        assert isinstance(function, ast.FunctionDef)  # noqa: S101 - a method, as `owner` says
        arguments = (*function.args.posonlyargs, *function.args.args)
        if not arguments or not self.program.is_self(self.program.home, arguments[0].arg):
            message = f"the method at line {function.lineno} loads what others run, and has no `self` to keep it"
            raise Refused(message)
        return arguments[0].arg

    def _spell(self, full: str, at: ast.expr | ast.stmt | None = None) -> str:
        where = at or self.program.load
        scope = self.source.scope(where)
        spelled = spell(self.source, full, scope, where)
        if (spelled is None or spelled.imports) and full in _SAME:
            # A file that imports TensorFlow 1's module alone has these there.
            old = spell(self.source, full.replace("tensorflow.", "tensorflow.compat.v1.", 1), scope, where)
            spelled = old if old is not None and not old.imports else spelled
        if spelled is None:
            message = "TensorFlow has no name here that nothing else has"
            raise Refused(message)
        self.imports += spelled.imports
        return spelled.text

    # The load

    def _load(self) -> None:
        program, statement = self.program, self.program.statement
        if program.kind == "saved":
            folder, tags = argument(program.load, 2, "export_dir"), argument(program.load, 1, "tags")
            assert folder is not None  # noqa: S101 - the program has looked
            assert tags is not None  # noqa: S101 - the same
            spelled = self._spell("tensorflow.saved_model.load")
            single = program.strings.string(tags) == "serve" or program.strings.strings(tags) == ["serve"]
            told, parts = ((), {}) if single else (("tags=tags_",), {"tags_": tags})
            code = Bracketed(f"{self.model} = {spelled}(", ("folder_", *told), ")")
            self._replace(statement, [self._line(code, statement, {"folder_": folder, **parts})])
        elif program.kind == "meta":
            self._load_meta(statement)
        elif program.kind == "frozen":
            wrap = self._spell("tensorflow.compat.v1.wrap_function")
            code = Bracketed(f"{self.model} = {wrap}(", ("lambda: load_", "[]"), ")")
            self._replace(statement, [self._line(code, statement, {"load_": program.load})])
        else:
            assert isinstance(statement, ast.Assign)  # noqa: S101 - the program has looked
            wrap, load = (
                self._spell("tensorflow.compat.v1.wrap_function"),
                self._spell("tensorflow.graph_util.import_graph_def"),
            )
            graph = self.source.code(statement.targets[0])
            imported = f"lambda: {load}({graph}.as_graph_def(), name={layout.quoted(self.source, '')})"
            code = Bracketed(f"{self.model} = {wrap}(", (imported, "[]"), ")")
            self.after.setdefault(statement, []).append(self._line(code, statement))

    def _load_meta(self, statement: ast.stmt) -> None:
        program = self.program
        assert program.restore is not None  # noqa: S101 - the program has looked
        load = program.load
        path = load.args[0] if load.args else next(k.value for k in load.keywords if k.arg == "meta_graph_or_file")
        proto, file = self._fresh("meta_graph"), self._fresh("file")
        build, restore = self._fresh("import_graph"), self._fresh("restore")
        read, wrap = self._spell("tensorflow.io.gfile.GFile"), self._spell("tensorflow.compat.v1.wrap_function")
        step = Block(self.source, [statement]).default_indent
        saver, opened = f"{proto}.saver_def", f"with {read}(path_, {layout.quoted(self.source, 'rb')}) as {file}:"
        names = (f"{saver}.filename_tensor_name", f"{saver}.restore_op_name")
        self._replace(
            statement,
            [
                (f"{proto} = {self._spell('tensorflow.compat.v1.MetaGraphDef')}()", {}),
                (f"{opened}\n{step}{proto}.ParseFromString({file}.read())", {"path_": path}),
                (self._build(build, step), {"load_": load}),
                (f"{self.model} = {wrap}({build}, [])", {}),
                self._line(Bracketed(f"{restore} = {self.model}.prune(", names, ")"), statement),
            ],
        )
        import_meta = self._spell("tensorflow.compat.v1.train.import_meta_graph")
        devices = argument(load, 1, "clear_devices")
        told, parts = ("", {}) if devices is None else (", clear_devices=devices_", {"devices_": devices})
        self.new[load] = (f"{import_meta}({proto}{told})", parts)
        call, checkpoint = program.restore
        self.new[call] = (f"{restore}({self._spell('tensorflow.constant')}(path_))", {"path_": checkpoint})

    def _build(self, name: str, step: str) -> str:
        """Return the function that imports a meta graph."""
        if not self.program.contained:
            return f"def {name}():\n{step}load_"
        unique, graph = self._spell("uuid.uuid4"), self._spell("tensorflow.compat.v1.get_default_graph")
        return (
            f"def {name}():\n{step}# Reference variables belong to the process: these get a container of their own.\n"
            f"{step}with {graph}().container({unique}().hex):\n{step}{step}load_"
        )

    def _replace(self, statement: ast.stmt, new: list[Template]) -> None:
        self.before.setdefault(statement, []).extend(new)
        self.program.dropped.add(statement)

    # Runs

    def _signatures(self) -> None:
        for node in self.program.maps:
            self.new[node] = (f"{self.model}.signatures", {})
        for old, key in self.program.signatures.items():
            assert isinstance(old, ast.Subscript)  # noqa: S101 - so it was found
            if self.program.place(old.value) is None:
                self.new[old] = (f"{self.model}.signatures[key_]", {"key_": key})

    def _signature(self, node: ast.expr, run: Run) -> str:
        """Return how the function of a signature is called: by the owner's variable, or one that is made here."""
        program = self.program
        for old in program.signatures:
            if old is node:
                target = self.source.parents[old]
                assert isinstance(target, ast.Assign)  # noqa: S101 - so it was found
                self._check_reached(run, program.statement)
                return self._signature_of(target, run)
        assert isinstance(node, ast.Subscript)  # noqa: S101 - `meta_graph.signature_def[key]`
        kept = program.place(node.value) is not None
        reads = [*program.variables_in(node.slice), *([node.value] if kept else [])]
        statement = self._last_made(run, reads, "signature")
        self._check_reached(run, statement)
        code = f"{self.source.code(node.value) if kept else f'{self.model}.signatures'}[{self.source.code(node.slice)}]"
        if code not in self.called:
            runs = (run.call for run in program.runs if run.fetch.signed)
            within = all(map(program.is_within_home, runs))
            self.called[code] = self._fresh(self._predict(attribute=not within), attribute=not within)
            self.after.setdefault(statement, []).append((f"{self.called[code]} = {code}", {}))
        return self.called[code]

    def _signature_of(self, made: ast.Assign, run: Run) -> str:
        """Return how a signature is called that the owner assigns: an attribute has to carry it to other methods."""
        name = self.source.code(made.targets[0])
        if not isinstance(made.targets[0], ast.Name) or self.program.is_within_home(run.call):
            return name
        if name not in self.called:
            self.called[name] = self._fresh(self._predict(attribute=True), attribute=True)
            self.after.setdefault(made, []).append((f"{self.called[name]} = {name}", {}))
        return self.called[name]

    def _key(self, key: str | ast.Name) -> str:
        """Return how a key of a signature is written."""
        return layout.quoted(self.source, key) if isinstance(key, str) else key.id

    def _write_run(self, run: Run) -> None:
        if run.fetch.signed:
            self._call_signature(run)
        else:
            self._call_pruned(run)

    def _call_signature(self, run: Run) -> None:
        function = self._signature(run.fetch.signed[0].signature, run)
        given: dict[str, ast.expr] = {}
        named: list[str | Bracketed] = []
        others: list[str | Bracketed] = []
        for at, feed in enumerate(run.feeds):
            assert feed.signed is not None  # noqa: S101 - the program has looked
            key = feed.signed.key
            given[f"value{at}_"] = feed.value
            is_name = isinstance(key, str) and key.isidentifier() and not keyword.iskeyword(key)
            start = f"{key}=" if is_name else f"{self._key(key)}: "
            value: str | Bracketed = f"{start}value{at}_"
            if self.program.tensors_only:
                spec = f"{function}.structured_input_signature[1][{self._key(key)}]"
                constant = self._spell("tensorflow.constant", run.call)
                value = Bracketed(f"{start}{constant}(", (f"value{at}_", f"{spec}.dtype"), ")")
            (named if is_name else others).append(value)
        arguments = (*named, *([Bracketed("**{", tuple(others), "}")] if others else []))
        keys = [self._key(one.key) for one in run.fetch.signed]
        if run.fetch.shape == "one":
            self._put(run.call, Bracketed(f"{function}(", arguments, f")[{keys[0]}].numpy()"), given)
        elif len(keys) == 1 and self._is_first_taken(run.call):
            self._put(
                self.source.parents[run.call], Bracketed(f"{function}(", arguments, f")[{keys[0]}].numpy()"), given
            )
        else:
            statement = self.source.statement(run.call)
            if getattr(statement, "value", None) is not run.call:
                message = f"line {run.call.lineno} takes several outputs apart within a larger expression"
                raise Refused(message)
            outputs = self._fresh("outputs")
            self.taken.discard(outputs)
            made = Bracketed(f"{outputs} = {function}(", arguments, ")")
            self.before.setdefault(statement, []).append(self._line(made, statement, given))
            parts = tuple(f"{outputs}[{key}].numpy()" for key in keys)
            bare = isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Tuple) and len(keys) > 1
            opening, closing = "[]" if run.fetch.shape == "list" and not bare else "()"
            single = "," if opening == "(" and len(keys) == 1 else ""
            self._put(run.call, Bracketed(opening, parts, f"{single}{closing}"), {})
            if bare and "\n" not in self.new[run.call][0]:
                self.new[run.call] = (", ".join(parts), {})

    def _call_pruned(self, run: Run) -> None:
        function = self._pruned(run)
        given = {f"value{at}_": feed.value for at, feed in enumerate(run.feeds)}
        constant = self._spell("tensorflow.constant", run.call) if run.feeds else ""
        arguments = tuple(
            Bracketed(f"{constant}(", (f"value{at}_", feed.dtype or f"{function}.inputs[{at}].dtype"), ")")
            for at, feed in enumerate(run.feeds)
        )
        shape = run.fetch.shape
        if shape in {"one", "operation"}:
            end = ".numpy()" if shape == "one" else ""
            self._put(run.call, Bracketed(f"{function}(", arguments, f"){end}"), given)
        elif shape == "nest":
            nest = self._spell("tensorflow.nest.map_structure", run.call)
            call = Bracketed(f"{function}(", arguments, ")")
            self._put(run.call, Bracketed(f"{nest}(", ("lambda output: output.numpy()", call), ")"), given)
        elif shape == "dict":
            each = Bracketed(f"for key, output in {function}(", arguments, ").items()")
            self._put(run.call, Bracketed("{", ("key: output.numpy()", each), "}", ""), given)
        elif self._is_first_taken(run.call) and shape == "list":
            self._put(self.source.parents[run.call], Bracketed(f"{function}(", arguments, ")[0].numpy()"), given)
        else:
            statement = self.source.statement(run.call)
            unpacked = isinstance(statement, ast.Assign) and statement.value is run.call
            unpacked = unpacked and isinstance(statement.targets[0], ast.Tuple)  # type: ignore[attr-defined]
            opening, closing = ("(", ")") if unpacked else ("[", "]") if shape == "list" else ("tuple(", ")")
            each = Bracketed(f"for output in {function}(", arguments, ")")
            self._put(run.call, Bracketed(opening, ("output.numpy()", each), closing, ""), given)

    # Lines

    def _put(self, old: ast.AST, code: Bracketed, given: Mapping[str, ast.expr]) -> None:
        """Put an expression in the place of another one, broken at its brackets if its line becomes too long."""
        assert isinstance(old, ast.expr)  # noqa: S101 - runs are expressions
        column, behind = self._column(self.source.statement(old)), self._behind_it(old)
        before = old.col_offset - self.source.statement(old).col_offset
        self.new[old] = (self._laid(code, given, column, before, behind), given)

    def _line(self, code: Bracketed, beside: ast.stmt, given: Mapping[str, ast.expr] | None = None) -> Template:
        """Return a new statement beside one of the owner's, broken at its brackets if it is too long."""
        return self._laid(code, given or {}, self._column(beside)), given or {}

    def _laid(
        self,
        code: str | Bracketed,
        given: Mapping[str, ast.expr],
        column: int,
        before: int = 0,
        behind: int = 0,
        margin: str = "",
    ) -> str:
        """Return code broken where its line is too wide.

        Args:
            code: the code.
            given: the owner's expressions in it.
            column: where its line begins.
            before: how much stands before it on its line.
            behind: how much stands behind it on its line.
            margin: how far its line is indented more than its statement.
        """
        flat = _flat(code)
        if isinstance(code, str) or not code.parts or self._fits(flat, given, column + before, behind):
            return flat
        step = Block(self.source, [self.program.statement]).default_indent
        column += len(step.expandtabs(4))
        joined = " ".join(map(_flat, code.parts))
        if not code.comma and self._fits(joined, given, column, 0):
            lines = [joined]
        else:
            ends = len(code.comma)
            lines = [self._laid(part, given, column, 0, ends, margin + step) + code.comma for part in code.parts]
        return "\n".join([code.opening, *(f"{margin}{step}{line}" for line in lines), f"{margin}{code.closing}"])

    def _fits(self, code: str, given: Mapping[str, ast.expr], column: int, behind: int) -> bool:
        """Tell whether code on one line, with the owner's expressions in it, is not too wide."""
        wider = sum(len(self.source.code(value)) - len(name) for name, value in given.items() if name in code)
        return column + len(code) + wider + behind <= layout.WIDTH

    def _column(self, statement: ast.stmt) -> int:
        """Return the column at which a statement will stand, when the blocks of the session are gone."""
        opened = 0
        outer = self.source.parents[statement]
        while isinstance(outer, ast.stmt):
            if outer in self.program.blocks:
                opened += statement.col_offset - outer.col_offset if opened == 0 else 4
            outer = self.source.parents[outer]
        return statement.col_offset - opened

    def _behind_it(self, node: ast.expr) -> int:
        """Return how much code stands behind an expression on its line."""
        return len(self.source.text.line(node.end_lineno or 0).rstrip()) - (node.end_col_offset or 0)

    def _save(self, saved: Saved) -> None:
        """Put an export of pruned functions in the place of one of the session's graph."""
        step = Block(self.source, [saved.end]).default_indent
        function, spec = self._spell("tensorflow.function"), self._spell("tensorflow.TensorSpec")
        new: list[Template] = []
        entries, names = [], []
        for signature in saved.signatures:
            given = Bracketed("[", tuple(feed.code for feed in signature.inputs.values()), "]")
            each = tuple(f"{layout.quoted(self.source, key)}: {code}" for key, code in signature.outputs.items())
            outputs = Bracketed("{", each, "}")
            name = self._fresh(signature.key if signature.key.isidentifier() else "serving_default")
            pruned = self._fresh("pruned")
            new.append(self._line(Bracketed(f"{pruned} = {self.model}.prune(", (given, outputs), ")"), saved.end))
            specs = tuple(
                f"{spec}.from_tensor({feed.code}, name={layout.quoted(self.source, key)})"
                for key, feed in signature.inputs.items()
            )
            for key in filter(iskeyword, signature.inputs):
                message = f"TensorFlow 2 does not take `{key}` (line {saved.end.lineno}) as the name of an input"
                raise Refused(message)
            parameters = [key if key.isidentifier() else f"input_{at}" for at, key in enumerate(signature.inputs)]
            listed = ", ".join(parameters)
            decorated = Bracketed(f"@{function}(", (Bracketed("input_signature=[", specs, "]"),), ")")
            decorator, _ = self._line(decorated, saved.end)
            new.append((f"{decorator}\ndef {name}({listed}):\n{step}return {pruned}({listed})", {}))
            entries.append(f"{layout.quoted(self.source, signature.key)}: {name}")
            names.append(name)
        module = self._fresh("module")
        new.append((f"{module} = {self._spell('tensorflow.Module')}()", {}))
        new += [(f"{module}.{name} = {name}", {}) for name in names]
        save = self._spell("tensorflow.saved_model.save")
        signatures = Bracketed("signatures={", tuple(entries), "}")
        code = Bracketed(f"{save}(", (module, "folder_", signatures), ")")
        new.append(self._line(code, saved.end, {"folder_": saved.folder}))
        self._replace(saved.end, new)

    def _is_first_taken(self, call: ast.Call) -> bool:
        """Tell whether `[0]` stands behind a run that fetches a list."""
        parent = self.source.parents[call]
        return (
            isinstance(parent, ast.Subscript)
            and isinstance(parent.ctx, ast.Load)
            and isinstance(parent.slice, ast.Constant)
            and parent.slice.value == 0
            and type(parent.slice.value) is int
        )

    def _pruned(self, run: Run) -> str:
        """Return the name of the function that a run calls, which is made once, behind all that it is made of."""
        codes = [feed.code for feed in run.feeds]
        feeds = codes[0] if len(codes) == 1 else f"[{', '.join(codes)}]"
        made = tuple(sorted({statement.lineno for read in run.needs if (statement := self._made(read, run))}))
        key = (feeds, run.fetch.code, made)
        if self.program.kind in {"meta", "saved"} and not run.feeds:
            message = (
                f"line {run.call.lineno} feeds nothing: what it runs may be a variable, whose value is not to be had "
                "from a loaded graph by its name"
            )
            raise Refused(message)
        self._check_reached(run, self._last_made(run, run.needs))
        outside = not self.program.is_within_home(run.call)
        if key not in self.functions:
            name = self._function_name(run) if self.functions else self._predict(attribute=outside)
            self.functions[key] = self._fresh(name, attribute=outside)
            parts = (_display(feeds), _display(run.fetch.code))
            code = Bracketed(f"{self.functions[key]} = {self.model}.prune(", parts, ")")
            statement = self._behind(run)
            self.after.setdefault(statement, []).append(self._line(code, statement))
        elif outside and "." not in self.functions[key]:
            message = (
                f"line {run.call.lineno} runs what line {self.program.load.lineno} loads and another method runs too"
            )
            raise Refused(message)
        return self.functions[key]

    def _last_made(self, run: Run, needs: Sequence[ast.expr], what: str = "name") -> ast.stmt:
        """Return the last statement that gives a run's function what it is made of."""
        made = [self.program.statement, *(self._made(read, run, what) for read in needs)]
        return max((statement for statement in made if statement is not None), key=lambda s: s.lineno)

    def _behind(self, run: Run) -> ast.stmt:
        """Return the statement behind which a run's function is made: that of all functions, if the run comes later."""
        others = [self._last_made(other, other.needs) for other in self.program.runs if not other.fetch.signed]
        if self.program.restore is not None:
            others.append(self.source.statement(self.program.restore[0]))
        last = max(others, key=lambda s: s.lineno)
        same = self.program.suite_of(last) is self.program.suite_of(self.program.statement)
        reached = not self.program.is_at_home(run.call) or last.lineno < run.call.lineno
        return self._outermost(last if same and reached else self._last_made(run, run.needs), run)

    def _outermost(self, statement: ast.stmt, run: Run) -> ast.stmt:
        """Return the outermost `with` round a statement that a run comes behind: `with open(...)` round a load."""
        parents = self.source.parents
        found, outer = statement, parents[statement]
        while isinstance(outer, ast.With) and not any(node is run.call for node in ast.walk(outer)):
            if outer not in self.program.blocks:
                found = outer
            outer = parents[outer]
        return found

    def _function_name(self, run: Run) -> str:
        """Return a name for one more function: by what it gives, if that has a name."""
        code = run.fetch.code.strip("'\"")
        tail = code.rpartition("/")[2].rpartition(".")[2].partition(":")[0].lower()
        number = len(self.functions) + 1
        if not tail.isidentifier() or run.fetch.shape not in {"one", "operation"}:
            return f"predict_{number}"
        return f"{'predict' if run.fetch.shape == 'one' else 'run'}_{tail}"

    def _made(self, read: ast.expr, run: Run, what: str = "name") -> ast.stmt | None:
        """Return the statement that gives a variable its value in the scope of the load."""
        place, values = self.program.place(read), self.program.values(read)
        assert place is not None  # noqa: S101 - the program has looked
        owner, name = place
        if not isinstance(owner, ast.ClassDef) and owner is not self.program.home:
            scope: Any = self.program.home
            while scope is not None and scope is not owner:
                scope = scope.parent
            if scope is None:
                message = f"line {run.call.lineno} runs a tensor whose {what} `{name}` only the caller knows"
                raise Refused(message)
            return None
        if not values or isinstance(values[0][0], ast.arg):
            return None
        statement = self.source.statement(values[0][0])
        if self.source.scope(statement) is not self.program.home:
            message = f"line {run.call.lineno} runs a tensor whose {what} `{name}` another method sets"
            raise Refused(message)
        straight = self.program.suite_of(statement) is self.program.suite_of(self.program.statement)
        early = statement.lineno < self.program.load.lineno
        if len(values) > 1 or not (early or straight) or statement in self.source.ancestors(run.call):
            message = f"line {run.call.lineno} runs a tensor whose {what} `{name}` changes"
            raise Refused(message)
        return statement

    def _check_reached(self, run: Run, statement: ast.stmt) -> None:
        """Refuse a run that may come where the function is not made."""
        source, program = self.source, self.program
        if program.is_at_home(run.call):
            suite = program.suite_of(program.statement)
            if run.call.lineno <= statement.lineno or suite not in source.ancestors(run.call):
                message = f"line {run.call.lineno} runs the graph where it may not be loaded"
                raise Refused(message)

    # Nothing may read what goes

    def _refuse_reads_of_what_goes(self) -> None:
        """Refuse if code that is left reads what a statement that goes has assigned."""
        program = self.program
        gone = {*program.dropped, *program.blocks}
        written = [read for run in program.runs for read in (*run.needs, *self._keys(run))]
        for node in (*self._left(), *written):
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                values = program.values(node)
                if any(self.source.statement(target) in gone for target, _ in values):
                    message = f"line {node.lineno} reads `{self.source.code(node)}`, which goes with the session"
                    raise Refused(message)

    def _keys(self, run: Run) -> Iterator[ast.expr]:
        """Yield the variables that the keys of a run's signature and of its tensors are."""
        for signed in (*run.fetch.signed, *(feed.signed for feed in run.feeds if feed.signed is not None)):
            if isinstance(signed.key, ast.Name):
                yield signed.key
            if isinstance(signed.signature, ast.Subscript):
                yield from self.program.variables_in(signed.signature.slice)

    def _left(self) -> Iterator[ast.AST]:
        """Yield the nodes of the file that are there after the fix too, whatever stands round them."""
        program = self.program
        moved = [parts for new in (self.before, self.after) for line in new.values() for _, parts in line]
        stack: list[ast.AST] = [program.source.tree, *(part for parts in moved for part in parts.values())]
        while stack:
            node = stack.pop()
            if node in program.dropped:
                continue
            if node in program.blocks:
                stack += node.body
            elif node in self.new:
                stack += self.new[node][1].values()
            else:
                yield node
                stack += ast.iter_child_nodes(node)

    # Edits

    def _edits(self) -> list[Edit]:
        """Return one edit for each body of a function, or of the module, in which something changes."""
        source = self.source
        changed: list[ast.AST] = [*self.program.blocks, *self.program.dropped, *self.before, *self.after, *self.new]
        bodies: dict[ast.AST, list[ast.stmt]] = {}
        for node in changed:
            statement = source.statement(node)
            while not isinstance(source.parents[statement], (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)):
                statement = source.statement(source.parents[statement])
            bodies.setdefault(source.parents[statement], []).append(statement)
        regions = []
        for body, statements in bodies.items():
            suite: list[ast.stmt] = body.body  # type: ignore[attr-defined]
            positions = [suite.index(statement) for statement in statements]
            regions.append(suite[min(positions) : max(positions) + 1])
        outer = [r for r in regions if not any(o is not r and _holds(o, r) for o in regions)]
        return [_Region(self, region).edit() for region in outer]


def _holds(outer: list[ast.stmt], inner: list[ast.stmt]) -> bool:
    return outer[0].lineno <= inner[0].lineno and (inner[-1].end_lineno or 0) <= (outer[-1].end_lineno or 0)


class _Region:
    """Neighbouring statements that are written anew."""

    def __init__(self, writer: _Writer, statements: list[ast.stmt]) -> None:
        self.writer = writer
        self.source = writer.source
        self.statements = statements
        self.block = writer.source.block(statements)
        self.lines = (statements[0].lineno, statements[-1].end_lineno or 0)

    def _inside(self, node: ast.expr | ast.stmt) -> bool:
        return self.lines[0] <= node.lineno and (node.end_lineno or 0) <= self.lines[1]

    def edit(self) -> Edit:
        transformer = _Statements(self)
        module = self.block.module.visit(transformer)
        body: Any = module.body[0].body if self.block.indent else module
        out = list(body.body)
        if out:
            lines = list(out[0].leading_lines)
            while lines and lines[0].comment is None:
                lines.pop(0)
            out[0] = out[0].with_changes(leading_lines=lines)
        rest = [*transformer.waiting, *(line for line in body.footer if line.comment is not None)]
        end = self.block.end
        if self.statements[-1] in self.writer.program.blocks:
            end, last = comments.below(self.block)
            rest += last
        if not out and not rest and self.block.indent:
            out = [cst.SimpleStatementLine([cst.Pass()])] if self._fills_body() else []
        if not out and not rest:
            return Edit(transformer.start, end, "")
        return Edit(transformer.start, end, self.block.render([*out, *rest]))

    def _fills_body(self) -> bool:
        parent: Any = self.source.parents[self.statements[0]]
        return len(parent.body) == len(self.statements)

    def line(self, statement: ast.stmt) -> cst.BaseStatement:
        node = self.block.node(statement)
        if not isinstance(node, cst.BaseStatement) or (
            isinstance(node, cst.SimpleStatementLine) and len(node.body) > 1
        ):
            message = f"line {statement.lineno} holds several statements"
            raise Refused(message)
        return node

    def expression(self, node: ast.expr) -> Any:
        """Return the new form of an expression that is replaced."""
        code, parts = self.writer.new[node]
        return self._filled(cst.parse_expression(code), parts, inside=node)

    def kept(self, node: ast.expr, *, itself: bool = True) -> Any:
        """Return an expression of the owner with what is replaced in it."""
        if itself and node in self.writer.new:
            return self.expression(node)
        return substitute(self.block.node(node), self.replacements(node))

    def replacements(self, node: ast.AST) -> dict[cst.CSTNode, cst.CSTNode]:
        """Return the new forms of the outermost expressions in a node that are replaced."""
        found: dict[cst.CSTNode, cst.CSTNode] = {}
        stack = list(ast.iter_child_nodes(node))
        while stack:
            child = stack.pop()
            if isinstance(child, ast.expr) and child in self.writer.new:
                found[self.block.node(child)] = self.expression(child)
            else:
                stack += ast.iter_child_nodes(child)
        return found

    def _filled(self, node: Any, parts: Mapping[str, ast.expr], inside: ast.expr | None = None) -> Any:
        if not parts:
            return node
        names: dict[cst.CSTNode, cst.CSTNode] = {}

        class Names(cst.CSTVisitor):
            def visit_Name(_, node: cst.Name) -> None:  # noqa: N802, N805 - libcst's name
                if node.value in parts:
                    names[node] = self.kept(parts[node.value], itself=parts[node.value] is not inside)

        node.visit(Names())
        return substitute(node, names)

    def statements_of(self, templates: list[Template]) -> list[cst.BaseStatement]:
        """Parse new statements and put the owner's expressions in."""
        config = cst.PartialParserConfig(
            default_indent=self.block.default_indent, default_newline=self.source.text.newline
        )
        out: list[cst.BaseStatement] = []
        for code, parts in templates:
            (statement,) = cst.parse_module(code + "\n", config).body
            out.append(self._filled(statement, parts))
        return out


class _Statements(cst.CSTTransformer):
    """Puts the new statements of a region in the place of the old ones, with the comments of what stays."""

    def __init__(self, region: _Region) -> None:
        super().__init__()
        self.region = region
        program, writer = region.writer.program, region.writer
        inside = region._inside  # noqa: SLF001 - the two are one
        self.waiting: list[cst.EmptyLine] = []
        self.held: dict[cst.CSTNode, list[cst.EmptyLine]] = {}
        self.dropped = {region.line(s): s for s in program.dropped if inside(s)}
        self.before = {region.line(s): new for s, new in writer.before.items() if inside(s)}
        self.after = {region.line(s): new for s, new in writer.after.items() if inside(s)}
        self.opened = {region.line(block): block for block in program.blocks if inside(block)}
        self.replaced: dict[cst.CSTNode, cst.CSTNode] = {}
        for statement in {writer.source.statement(node) for node in writer.new if inside(node)}:
            if statement not in program.dropped:
                region.line(statement)
                self.replaced |= region.replacements(statement)
        self.above: dict[cst.CSTNode, list[cst.EmptyLine]] = {}
        self.below: dict[cst.CSTNode, list[cst.EmptyLine]] = {}
        self.start, remarks = comments.above(region.block)
        self._settle(region.block.nodes, remarks)

    def _settle(self, statements: Sequence[Any], remarks: Sequence[cst.EmptyLine] = ()) -> None:
        """Tell where the comments of a suite stand, and those of the suites in it."""
        found: list[Any] = []
        parts: list[comments.Part] = []

        def visit(node: Any) -> None:
            at = len(parts)
            found.append(node)
            leading = [*(remarks if not at else ()), *node.leading_lines]
            new = self.before.get(node) or self.after.get(node)
            parts.append(comments.Part(leading, "goes" if node in self.dropped and not new else "stays"))
            if node in self.opened:
                for child in node.body.body:
                    visit(child)
                parts[at] = comments.Part(leading, "turns", len(parts) - at - 1)
                return
            for suite in _suites(node):
                self._settle(suite.body)

        for node in statements:
            visit(node)
        settled = comments.settle(parts)
        self.above.update(zip(found, settled.above, strict=True))
        self.below[found[-1]] = settled.below

    def on_visit(self, node: cst.CSTNode) -> bool:
        if node in self.replaced:
            return False
        if node in self.above:
            self.held[node], self.waiting = self.waiting, []
            if node in self.opened:
                # What stands above a block that goes then stands above its first statement.
                self.waiting = self.held[node]
        return True

    def on_leave(self, original_node: Any, updated_node: Any) -> Any:
        if original_node in self.replaced:
            return self.replaced[original_node]
        if original_node not in self.held:
            if isinstance(original_node, cst.IndentedBlock) and self.waiting:
                updated_node = updated_node.with_changes(footer=[*self.waiting, *updated_node.footer])
                self.waiting = []
            return updated_node
        if original_node in self.opened:
            changed = self._open(updated_node)
        else:
            changed = self._rewritten(original_node, updated_node)
        self.waiting += self.below.get(original_node, [])
        return changed

    def _rewritten(self, original: Any, updated: Any) -> Any:
        """Return what takes the place of a statement."""
        held = self.held[original]
        new = self.region.statements_of(self.before.get(original, []))
        follows = self.region.statements_of(self.after.get(original, []))
        if original in self.dropped:
            if not new and not follows:
                self.waiting = [*held, *self.waiting]
                return cst.RemovalSentinel.REMOVE
            trailing = comments.inside(original.with_changes(leading_lines=[]))
            out = [*new, *follows]
            lines = [*held, *self.above[original], *[t for t in trailing if not _has(out, t)]]
            out = [self._spaced(at, one, out) for at, one in enumerate(out)]
            out[0] = out[0].with_changes(leading_lines=lines)
            return cst.FlattenSentinel(out)
        lines = [*held, *self.above[original], *self._lost(original, updated)]
        if new:
            new[0] = new[0].with_changes(leading_lines=lines)
            lines = []
        return cst.FlattenSentinel([*new, updated.with_changes(leading_lines=lines), *follows])

    def _lost(self, old: Any, new: Any) -> list[cst.EmptyLine]:
        """Return the comments inside a statement that its new form has no place for."""
        if not isinstance(old, cst.SimpleStatementLine):
            return []
        kept = {line.comment.value for line in comments.inside(new) if line.comment}
        return [line for line in comments.inside(old) if line.comment and line.comment.value not in kept]

    def _spaced(self, at: int, statement: Any, out: list[cst.BaseStatement]) -> Any:
        """Put the blank lines round a function that a function has."""
        gap = 1 if self.region.block.indent else 2
        if at and (isinstance(statement, cst.FunctionDef) or isinstance(out[at - 1], cst.FunctionDef)):
            return statement.with_changes(leading_lines=[cst.EmptyLine(indent=False)] * gap)
        return statement

    def _open(self, updated: Any) -> Any:
        self.waiting += comments.under_suite(updated)
        body = list(updated.body.body)
        return cst.FlattenSentinel(body) if body else cst.RemovalSentinel.REMOVE


def _has(statements: list[Any], line: cst.EmptyLine) -> bool:
    assert line.comment is not None  # noqa: S101 - only comments are asked for
    return any(
        other.comment is not None and other.comment.value == line.comment.value
        for statement in statements
        for other in comments.inside(statement)
    )


def _suites(node: cst.CSTNode) -> Iterator[cst.IndentedBlock]:
    """Yield the suites right in a statement, those of its `else` and `except` included."""
    for child in node.children:
        if isinstance(child, cst.IndentedBlock):
            yield child
        elif isinstance(
            child, (cst.Else, cst.ExceptHandler, cst.ExceptStarHandler, cst.Finally, cst.If, cst.MatchCase)
        ):
            yield from _suites(child)
