"""Functions of the file that make variables, such as `add_layer(x, 1, 10)`: each becomes a class of modules.

In a graph, a call of such a function makes variables of its own, unless `tf.get_variable` finds those of an earlier
call by their names. A `tf.function` is called often and may not make any, so `__init__` of a `tf.Module` makes them
once for each set that the graph had, and `__call__` computes with them.

Whether `tf.get_variable` shares variables is told by their names alone: TensorFlow 1 stops at a name that is there
already without `reuse`, and at one that is not there with it. So `reuse` says nothing more, and goes.
"""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint.source.use import argument, leaf, unpacks
from hublint_rules.rewrites import float_tensors, flow, keras_models, session_effects, session_layers
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.scope_names import GraphName, all_scopes, only_shares, own_name, says_shared, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from hublint.rule import Source
    from hublint.source.index import Binding
    from hublint_rules.rewrites.session_layers import Layer

_SCOPES = ("variable_scope", "name_scope")

# What a tf.Module has already, so that no variable in it can be called so.
_OF_MODULES = frozenset(
    {"name", "name_scope", "non_trainable_variables", "submodules", "trainable_variables", "variables"}
    | {"with_name_scope"}
)

# What functions that make something begin with, and a class that is called after the thing does not.
_VERBS = ("add_", "build_", "create_", "get_", "make_", "new_")

_NO_FLOATS = frozenset({"bool", "int32", "int64", "string", "uint8"})

_STRAIGHT = (ast.Assign, ast.AnnAssign, ast.Expr, ast.Return)
_MAYBE = (ast.BoolOp, ast.IfExp, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

Role = Literal["init", "both", "attribute", "call", "unused"]
"""What a parameter becomes: one of `__init__`, kept for `__call__` too or only for that, one of `__call__`, or nothing.

One that says how to compute, not with what, is an argument of `__init__` where all calls of an object agree on it.
"""

# Parameters that callers of a model give at each call, by custom.
_OF_CALLS = frozenset({"dropout", "is_train", "is_training", "keep_prob", "train", "training"})


class Line(NamedTuple):
    """A statement of a function, with the scopes round it opened."""

    statement: ast.stmt
    scopes: tuple[ast.With, ...]


class Site(NamedTuple):
    """A call of a function that makes variables."""

    call: ast.Call
    maker: Maker
    given: dict[str, ast.expr | None]
    """What each parameter is given, its default included."""


class Instance:
    """A set of variables that some calls make or share: one object of the class."""

    def __init__(self, sites: list[Site], name: str) -> None:
        """Begin with the calls, of which the first makes the variables."""
        self.sites = sites
        self.name = name

    @property
    def maker(self) -> Maker:
        """The function that is called."""
        return self.sites[0].maker


class Maker:
    """A function of the file that makes variables.

    Attributes:
        definition, lines: the function, and its statements with the scopes round them.
        parameters: its parameters with their defaults.
        variables: the calls that make the variables which a local name stands for.
        layers: the calls of `tf.layers`, by call.
        sites: the calls of other such functions, by call; `instances` are the objects that they become.
        unread: the calls that no graph is left for: those that make variables, and those of scopes.
        dropped: the statements that only say that variables are shared.
        fed, differing: the parameters that are given tensors, and those that calls of one object give other values;
            `tensors` are both.
        switched: the parameters that tell layers whether they are in training, and do nothing else.
        moving: the names that tensors go into.
        made, called: the statements of `__init__` and `__call__`.
        roles: what becomes of the parameters.
        kept: the names besides variables and parameters that `__init__` computes for `__call__` too.
        name: the name of the class.
    """

    def __init__(self, definition: ast.FunctionDef) -> None:
        """Begin with the function alone."""
        self.definition = definition
        self.lines: list[Line] = []
        arguments = definition.args
        named = [*arguments.posonlyargs, *arguments.args]
        unset: list[ast.expr | None] = [None] * (len(named) - len(arguments.defaults))
        self.parameters: dict[str, ast.expr | None] = {
            a.arg: d for a, d in zip(named, [*unset, *arguments.defaults], strict=True)
        }
        self.parameters |= {a.arg: d for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)}
        self.variables: dict[str, list[ast.Call]] = {}
        self.layers: dict[ast.Call, Layer] = {}
        self.sites: dict[ast.Call, Site] = {}
        self.instances: list[Instance] = []
        self.unread: set[ast.AST] = set()
        self.dropped: set[ast.stmt] = set()
        self.tensors: set[str] = set()
        self.differing: set[str] = set()
        self.fed: set[str] = set()
        self.switched: set[str] = set()
        self.moving: set[str] = set()
        self.made: list[ast.stmt] = []
        self.called: list[ast.stmt] = []
        self.roles: dict[str, Role] = {}
        self.kept: set[str] = set()
        self.name = ""

    @property
    def of_keras(self) -> bool:
        """Whether the class is a model of Keras, which has layers of Keras and no other variables."""
        return bool(self.layers) or any(site.maker.of_keras for site in self.sites.values())

    @property
    def reserved(self) -> frozenset[str]:
        """What the class has already, so that no attribute of it can be called so."""
        return keras_models.ATTRIBUTES if self.of_keras else _OF_MODULES

    @property
    def noun(self) -> str:
        """What the function makes, by its name."""
        name = self.definition.name.lstrip("_")
        rest = next((name.removeprefix(verb) for verb in _VERBS if name.startswith(verb)), name)
        return rest if rest.isidentifier() else name


class Modules:
    """The functions that make variables and are called by the statements of a program.

    Attributes:
        makers: the functions, those that call others before these.
        instances: the objects that the calls in the program's own statements become.
        sites: those calls; `held` are their objects, by call.
        unread: the calls within the functions for which no graph is left.
    """

    def __init__(self, source: Source, flat: list[flow.Flat], prefixes: Mapping[ast.stmt, str]) -> None:
        """Find the functions and the calls.

        Raises:
            Refused: with the reason, if one of them cannot become a class.
        """
        self.source = source
        self._known: dict[ast.AST, Maker | None] = {}
        self.makers: list[Maker] = []
        self.sites: dict[ast.Call, Site] = {}
        self.at: dict[ast.Call, int] = {}
        self.unread: set[ast.AST] = set()
        self._taken: set[str] = set()
        for at, item in enumerate(flat):
            for site in self._sites_in(item.statement):
                self.sites[site.call] = site
                self.at[site.call] = at
        self.instances: list[Instance] = []
        self._prefixes: dict[ast.Call, str] = {}
        self._all_prefixes: dict[ast.Call, str | None] = {}
        self.held: dict[ast.Call, Instance] = {}
        if not self.sites:
            return
        self._sort()
        for maker in self.makers:
            self._check_named(maker)
            self._name_class(maker)
        self._prefixes = {call: prefixes[flat[at].statement] for call, at in self.at.items()}
        self._all_prefixes = {call: self._prefix_of_all(call) for call in self.at}
        self.instances = self._shared(self.sites.values(), lambda site: self.graph_names(Instance([site], "")))
        self._check_apart()
        self._name_objects()
        for maker in self.makers:
            maker.instances = self._shared(maker.sites.values(), self._names_within)
            self._name_attributes(maker)
        for instance in (*self.instances, *(i for maker in self.makers for i in maker.instances)):
            self.held.update(dict.fromkeys((site.call for site in instance.sites), instance))

    # Functions

    def _sites_in(self, statement: ast.stmt) -> Iterator[Site]:
        """Yield the calls in a statement that make variables, in the order in which they are evaluated."""
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return
        calls = [call for call in self.source.below(statement, ast.Call) if self._called(call) is not None]
        for call in sorted(calls, key=lambda call: (call.end_lineno, call.end_col_offset)):
            maker = self._called(call)
            assert maker is not None  # noqa: S101 - the calls were chosen so
            self._check_straight(call, statement)
            yield Site(call, maker, self._given(call, maker))

    def _called(self, call: ast.Call) -> Maker | None:
        """Return the function that a call calls, if it makes variables."""
        if not isinstance(call.func, ast.Name) or self._is_one_variable(call):
            return None
        definitions = list(self.source.definitions(call.func))
        if len(definitions) != 1 or not isinstance(definitions[0], ast.FunctionDef):
            return None
        return self._maker(definitions[0])

    def _is_one_variable(self, call: ast.Call) -> bool:
        """Tell whether a call gives a variable, itself or by a function of the file that returns one."""
        names = self.source.resolve(call)
        return bool(names) and all(flow.short(name) in {"Variable()", "get_variable()"} for name in names)

    def _maker(self, definition: ast.FunctionDef) -> Maker | None:
        if definition in self._known:
            return self._known[definition]
        self._known[definition] = None
        source = self.source
        if isinstance(source.parents[definition], ast.ClassDef):
            return None
        calls = source.below(definition, ast.Call)
        if any(flow.is_call_of(source, call, "Session", "InteractiveSession", "placeholder") for call in calls):
            return None
        if not any(
            self._is_one_variable(call) or session_layers.called(source, call) or self._called(call) is not None
            for call in calls
        ):
            return None
        maker = self._known[definition] = Maker(definition)
        self._read(maker)
        return maker

    def _read(self, maker: Maker) -> None:
        """Read the statements of a function."""
        definition = maker.definition
        arguments = definition.args
        if arguments.vararg or arguments.kwarg or definition.decorator_list:
            message = f"line {definition.lineno} makes variables in a function with `*`, `**` or a decorator"
            raise Refused(message)
        self._open(maker, definition.body, ())
        names = {*maker.parameters, *keras_models.ATTRIBUTES}
        for line in maker.lines:
            statement = line.statement
            flow_breaks = [
                n
                for n in ast.walk(statement)
                if isinstance(n, (ast.Yield, ast.YieldFrom, ast.Global, ast.Nonlocal, ast.Await))
            ]
            if flow_breaks:
                message = f"line {flow_breaks[0].lineno} shares names or yields in a function that makes variables"
                raise Refused(message)
            session_effects.refuse_outside(self.source, ast.walk(statement), self.source.scope(definition))
            if self._shares(statement):
                maker.dropped.add(statement)
                maker.unread.update(ast.walk(statement))
                continue
            made = [call for call in self.source.below(statement, ast.Call) if self._is_one_variable(call)]
            for layer in session_layers.read(self.source, statement, "", (), names, shares=False):
                maker.layers[layer.call] = layer
                maker.unread.add(layer.call)
            inner = isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            if inner and (made or any(self._called(c) is not None for c in self.source.below(statement, ast.Call))):
                message = f"line {statement.lineno} makes variables in a function within another one"
                raise Refused(message)
            if made:
                self._read_variable(maker, statement, made)
            for site in self._sites_in(statement):
                if isinstance(statement, ast.Expr):
                    message = f"line {statement.lineno} makes variables that nothing is computed with"
                    raise Refused(message)
                maker.sites[site.call] = site
        self.unread |= maker.unread
        if maker.of_keras and (maker.variables or not all(site.maker.of_keras for site in maker.sites.values())):
            message = f"`{definition.name}` makes variables itself, and those of tf.layers, which are of Keras"
            raise Refused(message)

    def _open(self, maker: Maker, statements: list[ast.stmt], scopes: tuple[ast.With, ...]) -> None:
        """List statements, those of variable and name scopes in the place of the scopes."""
        for statement in statements:
            if not self.is_scope(statement):
                maker.lines.append(Line(statement, scopes))
                continue
            assert isinstance(statement, ast.With)  # noqa: S101 - that is what a scope is
            self._check_scope(maker, statement)
            self._open(maker, statement.body, (*scopes, statement))

    def is_scope(self, statement: ast.stmt) -> bool:
        """Tell whether a statement is a block that only gives names."""
        return isinstance(statement, ast.With) and all(
            flow.is_call_of(self.source, item.context_expr, *_SCOPES) for item in statement.items
        )

    def _check_scope(self, maker: Maker, statement: ast.With) -> None:
        source = self.source
        call = statement.items[0].context_expr
        assert isinstance(call, ast.Call)  # noqa: S101 - that is what a scope is
        gives_names = flow.is_call_of(source, call, "variable_scope")
        known = {"name_or_scope", "reuse"} if gives_names else {"name"}
        if len(statement.items) > 1 or len(call.args) > 1 or any(k.arg not in known for k in call.keywords):
            message = f"line {statement.lineno} says more of a scope than its name and that it is used again"
            raise Refused(message)
        entered = statement.items[0].optional_vars
        if entered is not None and not only_shares(self.source, entered):
            message = f"line {statement.lineno} uses a scope for more than the names in it"
            raise Refused(message)
        if gives_names:
            maker.unread.add(call)
            maker.unread.update(keyword.value for keyword in call.keywords if keyword.arg == "reuse")

    def _shares(self, statement: ast.stmt) -> bool:
        """Tell whether a statement only says that variables are shared, on a condition perhaps."""
        if isinstance(statement, ast.If):
            alone = not statement.orelse or (len(statement.orelse) == 1 and self._asserts(statement.orelse[0]))
            simple = not any(isinstance(n, ast.Call) for n in ast.walk(statement.test))
            return len(statement.body) == 1 and alone and simple and self._shares(statement.body[0])
        return isinstance(statement, ast.Expr) and says_shared(self.source, statement.value)

    def _asserts(self, statement: ast.stmt) -> bool:
        """Tell whether a statement only makes sure that variables are not shared."""
        return isinstance(statement, ast.Assert) and "reuse" in self.source.code(statement.test)

    def _read_variable(self, maker: Maker, statement: ast.stmt, made: list[ast.Call]) -> None:
        value = flow.assigned(statement)
        elements = [value]
        if isinstance(value, (ast.List, ast.Tuple)):
            elements = list(value.elts)
        elif isinstance(value, ast.Dict) and all(isinstance(key, ast.Constant) for key in value.keys):
            elements = list(value.values)
        if value is None or set(elements) != set(made):
            message = f"line {made[0].lineno} makes a variable within other code; make each in a statement of its own"
            raise Refused(message)
        (name,) = flow.writes(statement)
        maker.variables[name] = made
        maker.unread.update(made)
        self._check_bound_once(maker, name, statement)

    def _check_bound_once(self, maker: Maker, name: str, statement: ast.stmt) -> None:
        if len(self.source.index.scopes[maker.definition].bindings[name]) > 1:
            message = f"line {statement.lineno} makes the variable `{name}`, which stands for something else, too"
            raise Refused(message)

    def _check_straight(self, call: ast.Call, statement: ast.stmt) -> None:
        """Refuse a call that may be made several times, or not at all."""
        nodes = itertools.chain([call], self.source.ancestors(call))
        first = next(node for node in nodes if isinstance(node, (ast.stmt, *_MAYBE)))
        if first is not statement or not isinstance(statement, _STRAIGHT):
            where = "in a loop, on a condition or in a block that is not followed"
            message = f"line {call.lineno} calls `{call.func.id}`, which makes variables, {where}"  # type: ignore[attr-defined]
            raise Refused(message)

    def _given(self, call: ast.Call, maker: Maker) -> dict[str, ast.expr | None]:
        """Return what each parameter is given."""
        name = maker.definition.name
        positional = [a.arg for a in (*maker.definition.args.posonlyargs, *maker.definition.args.args)]
        given = dict(maker.parameters)
        if unpacks(call) or len(call.args) > len(positional):
            message = f"what line {call.lineno} gives `{name}` is not written out"
            raise Refused(message)
        given.update(zip(positional, call.args, strict=False))
        for keyword in call.keywords:
            assert keyword.arg is not None  # noqa: S101 - looked at above
            if keyword.arg not in given:
                message = f"what line {call.lineno} gives `{name}` is not what it takes"
                raise Refused(message)
            given[keyword.arg] = keyword.value
        return given

    def _sort(self) -> None:
        """Order the functions, those that call others first."""
        ordered: list[Maker] = []

        def visit(maker: Maker) -> None:
            if maker not in ordered:
                for site in maker.sites.values():
                    visit(site.maker)
                ordered.append(maker)

        for site in self.sites.values():
            visit(site.maker)
        self.makers = ordered[::-1]

    def _check_named(self, maker: Maker) -> None:
        """Refuse a function that is also used otherwise than by the calls that are known."""
        definition = maker.definition
        scope = self.source.scope(definition)
        known = {site.call.func for site in self.sites.values()}
        known |= {site.call.func for other in self.makers for site in other.sites.values()}
        if len(scope.bindings[definition.name]) > 1:
            message = f"`{definition.name}` makes variables and is defined several times"
            raise Refused(message)
        for reader, load in self.source.index.loads:
            if load.id == definition.name and reader.owner(load.id) is scope and load not in known:
                message = (
                    f"line {load.lineno} uses `{load.id}`, which makes variables, elsewhere than in the program's own "
                    "statements"
                )
                raise Refused(message)

    # Names of variables, and what they share

    def prefix(self, call: ast.Call) -> str:
        """Return what the scopes round one of the program's calls put before the names of its variables."""
        return self._prefixes[call].rstrip("/")

    def _names_within(self, site: Site) -> list[GraphName | None]:
        """Return the names of the variables that a call within a function makes, in each object of its class."""
        owner = next(maker for maker in self.makers if site.call in maker.sites)
        found: list[GraphName | None] = []
        for at, texts in enumerate(self._texts_of(owner)):
            names = self._graph_names(site, texts, ("", ""))
            found += [name and name._replace(text=f"{at}:{name.text}") for name in names]
        return found

    def _texts_of(self, maker: Maker) -> list[dict[str, str | None]]:
        """Return the texts that the parameters of a function are given, by the calls of it."""
        found = [self._texts(site, {}) for site in self.sites.values() if site.maker is maker]
        for other in self.makers:
            for site in other.sites.values():
                if site.maker is maker:
                    found += [self._texts(site, texts) for texts in self._texts_of(other)]
        return found

    def _texts(self, site: Site, outer: Mapping[str, str | None]) -> dict[str, str | None]:
        return {
            name: "" if isinstance(value, ast.Constant) and value.value is None else text_of(value, outer)
            for name, value in site.given.items()
            if value is not None
        }

    def _prefix_of_all(self, call: ast.Call) -> str | None:
        """Return what the scopes round one of the program's calls put before names, those of operations too."""
        scopes = all_scopes(self.source, call)
        return None if scopes is None else "".join(f"{scope}/" for scope in scopes)

    def graph_names(self, instance: Instance) -> list[GraphName | None]:
        """Return the names in the graph of the variables of one of the program's own objects."""
        site = instance.sites[0]
        return list(self._graph_names(site, {}, (self._prefixes[site.call], self._all_prefixes[site.call])))

    def found_names(self, instance: Instance) -> list[GraphName]:
        """Return the known names of the variables that `tf.get_variable` makes or finds in an object."""
        return [name for name in self.graph_names(instance) if name is not None and name.exact]

    def _graph_names(
        self, site: Site, outer: Mapping[str, str | None], prefixes: tuple[str | None, str | None]
    ) -> Iterator[GraphName | None]:
        """Yield the names of the variables that a call makes or finds, None for those that are not known.

        Args:
            site: the call.
            outer: the texts that the parameters of the function round the call have.
            prefixes: what the variable scopes, and what all scopes round the call put before the names.
        """
        owner = next((maker for maker in self.makers if site.call in maker.sites), None)
        if owner is not None:
            prefixes = self._prefix(owner, site.call, outer, prefixes)
        texts = self._texts(site, outer)
        for calls in site.maker.variables.values():
            for call in calls:
                exact = flow.is_call_of(self.source, call, "get_variable")
                variable = own_name(self.source, call, texts)
                prefix = self._prefix(site.maker, call, texts, prefixes)[not exact]
                if variable is not None and prefix is not None:
                    yield variable._replace(text=prefix + variable.text)
                else:
                    yield None if exact else GraphName("", exact=False)
        counts: dict[tuple[str | None, str], int] = {}
        for layer in site.maker.layers.values():
            own = self._prefix(site.maker, layer.call, texts, prefixes)[0]
            given = layer.given("name")
            name = text_of(given, texts) if given is not None else None
            if given is None:
                kind = leaf(layer.call.func)
                count = counts[own, kind] = counts.get((own, kind), -1) + 1
                name = f"{kind}_{count}" if count else kind
                if not self.scope_names(site.maker, self.source.statement(layer.call)):
                    name = self._in_no_scope(name, site, owner)
                    if name is None and not prefixes[0]:
                        yield GraphName(kind, exact=False)
                        continue
            for part in ("kernel", "bias") if layer.known.variables else ():
                yield None if own is None or name is None else GraphName(f"{own}{name}/{part}", exact=True)
        for inner in site.maker.sites.values():
            yield from self._graph_names(inner, texts, prefixes)

    def _in_no_scope(self, name: str, site: Site, owner: Maker | None) -> str | None:
        """Return the name of a layer that a function names in no scope of its own, None if that is not known.

        It is told from those of other calls by a number which depends on what was called before in the scope round it.
        """
        outer = owner
        statement = self.source.statement(site.call)
        while outer is not None and not self.scope_names(outer, statement):
            above = [other for other in self.makers if any(s.maker is outer for s in other.sites.values())]
            if len(above) != 1 or any(s.maker is outer for s in self.sites.values()):
                return None
            calls = [s.call for s in above[0].sites.values() if s.maker is outer]
            if len(calls) != 1:
                return None
            outer, statement = above[0], self.source.statement(calls[0])
        return None if outer is None else f"{name}@{site.call.lineno}.{site.call.col_offset}"

    def _prefix(
        self,
        maker: Maker,
        node: ast.AST,
        texts: Mapping[str, str | None],
        prefixes: tuple[str | None, str | None],
    ) -> tuple[str | None, str | None]:
        """Return what scopes put before the name of a variable: those of a function, and those round its call."""
        found: list[str | None] = []
        for prefix, every in zip(prefixes, (False, True), strict=True):
            names = self.scope_names(maker, self.source.statement(node), all_scopes=every)
            parts = [text_of(name, texts) for name in names]
            known = [f"{part}/" for part in parts if part is not None]
            found.append(None if prefix is None or None in parts else "".join([prefix, *known]))
        return found[0], found[1]

    def scope_names(self, maker: Maker, statement: ast.stmt, *, all_scopes: bool = False) -> list[ast.expr]:
        """Return the names of the variable scopes round a statement of a function, or of all scopes round it."""
        scopes = next(line.scopes for line in maker.lines if line.statement is statement)
        calls = [scope.items[0].context_expr for scope in scopes]
        return [
            call.args[0] if call.args else call.keywords[0].value
            for call in calls
            if isinstance(call, ast.Call) and (all_scopes or flow.is_call_of(self.source, call, "variable_scope"))
        ]

    def _finds(self, maker: Maker) -> bool:
        """Tell whether a function makes variables that may be found by their names."""
        if any(layer.known.variables for layer in maker.layers.values()):
            return True
        own = (call for calls in maker.variables.values() for call in calls)
        return any(flow.is_call_of(self.source, call, "get_variable") for call in own) or any(
            self._finds(site.maker) for site in maker.sites.values()
        )

    def _shared(self, sites: Collection[Site], names_of: Callable[[Site], list[GraphName | None]]) -> list[Instance]:
        """Return the sets of variables that some calls of one body make or share."""
        found: list[Instance] = []
        by_names: dict[tuple[Maker, tuple[str, ...]], Instance] = {}
        several = sum(self._finds(site.maker) for site in sites) > 1
        for site in sites:
            names = names_of(site)
            if None in names and several:
                message = (
                    f"the names of the variables that line {site.call.lineno} makes are not written out, so "
                    "whether they are shared is not to be seen"
                )
                raise Refused(message)
            exact = tuple(name.text for name in names if name is not None and name.exact)
            known = by_names.get((site.maker, exact)) if exact else None
            if known is None:
                known = Instance([site], "")
                found.append(known)
                if exact and None not in names:
                    by_names[site.maker, exact] = known
                continue
            if len(exact) < len(names):
                name = site.maker.definition.name
                message = f"`{name}` shares some of its variables among its calls, and makes others anew in each"
                raise Refused(message)
            self._check_alike(known.sites[0], site)
            known.sites.append(site)
        return found

    def _check_alike(self, first: Site, other: Site) -> None:
        """Remember which parameters are given something else where the variables are shared."""
        for name in first.given:
            one, two = first.given[name], other.given[name]
            codes = [self.source.code(value) if value is not None else None for value in (one, two)]
            fixed = all(self._is_fixed(value) for value in (one, two) if value is not None)
            if codes[0] != codes[1] or not fixed:
                first.maker.differing.add(name)

    def _is_fixed(self, node: ast.expr) -> bool:
        """Tell whether the names in an expression stand for one thing all the time."""
        names = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
        return all(
            len(owner.bindings[name.id]) == 1
            for name in names
            if (owner := self.source.scope(name).owner(name.id)) is not None
        )

    def _check_apart(self) -> None:
        """Refuse sets of variables of which only some are shared, or that different functions share."""
        seen: set[str] = set()
        for instance in self.instances:
            first = instance.sites[0]
            own = {name.text for name in self.found_names(instance)}
            for name in sorted(own & seen):
                message = f"line {first.call.lineno} shares the variable `{name}`, which another module makes"
                raise Refused(message)
            seen |= own

    # Names of what is written

    def _fresh(self, *names: str) -> str:
        """Return the first name that nothing in the file has, and take it."""
        known = flow.names_in(self.source)
        for name in (*names, *(f"{names[0]}_{n}" for n in range(2, 100))):
            if name not in known and name not in self._taken:
                self._taken.add(name)
                return name
        raise AssertionError

    @property
    def taken(self) -> Collection[str]:
        """The names of the classes and objects."""
        return self._taken

    def _name_class(self, maker: Maker) -> None:
        camel = "".join(part[:1].upper() + part[1:] for part in maker.noun.split("_"))
        if camel == maker.definition.name:
            maker.name = camel
            return
        whole = "".join(part[:1].upper() + part[1:] for part in maker.definition.name.strip("_").split("_"))
        maker.name = self._fresh(camel, whole, f"{camel}Module")

    def _name_objects(self) -> None:
        """Name the objects of the program: after the function where there is one, else with a number."""
        for maker in self.makers:
            own = [instance for instance in self.instances if instance.maker is maker]
            function = maker.definition.name
            noun = _lowered(maker.noun)
            if len(own) == 1:
                inner = any(site.maker is maker for other in self.makers for site in other.sites.values())
                scope = self.source.scope(maker.definition)
                freed = function != maker.name and noun == function and not inner
                freed = freed and all(
                    function not in other.bindings for other in self.source.index.scopes.values() if other is not scope
                )
                own[0].name = function if freed else self._fresh(noun, f"{noun}_module")
                self._taken.add(own[0].name)
                continue
            names = _several_names((noun, _lowered(function)), len(own), flow.names_in(self.source) | self._taken)
            self._taken |= set(names)
            for instance, name in zip(own, names, strict=True):
                instance.name = name

    def _name_attributes(self, maker: Maker) -> None:
        """Name the objects that an object of a class holds."""
        used = {*maker.reserved, *maker.variables, *maker.parameters, *(layer.name for layer in maker.layers.values())}
        used |= set(self.source.index.scopes[maker.definition].bindings)
        for inner in self.makers:
            own = [instance for instance in maker.instances if instance.maker is inner]
            noun = _lowered(inner.noun)
            names = _several_names((noun,), len(own), used, alone=True)
            for instance, name in zip(own, names, strict=True):
                instance.name = name
            used |= set(names)

    # What goes where

    def settle(self, fed: Mapping[ast.Call, Collection[str]]) -> None:
        """Divide the functions between `__init__` and `__call__`.

        Args:
            fed: the parameters that are given tensors, by the calls in the program's own statements.

        Raises:
            Refused: if a tensor goes into the making of a variable.
        """
        for call, names in fed.items():
            self.sites[call].maker.fed |= set(names)
        for maker in self.makers:
            self._spread(maker)
        for maker in reversed(self.makers):
            self._read_switches(maker)
            self._divide(maker)
            if maker.of_keras:
                self._check_inputs(maker)

    def _spread(self, maker: Maker) -> None:
        """Find the names that tensors go into, and what the functions called there are given."""
        maker.tensors = maker.fed | maker.differing
        maker.moving = set(maker.tensors) | set(maker.variables)
        for line in maker.lines:
            statement = line.statement
            if statement in maker.dropped or flow.writes(statement) & maker.variables.keys():
                continue
            if not self._may_be_made(maker, statement):
                maker.moving |= flow.writes(statement)
        for site in maker.sites.values():
            for name, value in site.given.items():
                reads = {n.id for n in ast.walk(value) if isinstance(n, ast.Name)} if value is not None else set()
                inner = value is not None and any(call in maker.sites for call in ast.walk(value))
                if inner or (value is not self._default(site, name) and reads & maker.moving):
                    site.maker.fed.add(name)

    def _read_switches(self, maker: Maker) -> None:
        """Find the parameters that tell layers whether they are in training."""
        told = {layer.given("training") for layer in maker.layers.values()}
        for site in maker.sites.values():
            told |= {value for name, value in site.given.items() if name in site.maker.switched}
        asked = {value.id for value in told if isinstance(value, ast.Name)} & maker.parameters.keys()
        tests = {n.test for n in ast.walk(maker.definition) if isinstance(n, (ast.If, ast.IfExp))}
        loads = [n for n in ast.walk(maker.definition) if isinstance(n, ast.Name) and n.id in asked]
        other = next((load for load in loads if load not in told | tests and load.id in maker.fed), None)
        if other is not None:
            message = f"line {other.lineno} uses `{other.id}` for more than to tell layers whether they are in training"
            raise Refused(message)
        maker.switched = asked

    def _check_inputs(self, maker: Maker) -> None:
        """Refuse what a model of Keras takes otherwise than a function."""
        name = maker.definition.name
        first = next((name for name, role in maker.roles.items() if role == "call"), None)
        if first not in maker.fed:
            message = f"`{name}` makes layers, and its first argument is not the tensor that they are called with"
            raise Refused(message)
        inner = [site for other in self.makers for site in other.sites.values()]
        for site in (*self.sites.values(), *inner):
            for parameter, value in site.given.items():
                given = site.maker is maker and parameter in maker.fed - maker.switched and value is not None
                if given and value is not None and self._may_be_float(value):
                    message = (
                        f"line {value.lineno} calls layers with what is not certainly float32, and Keras would convert "
                        "it; convert it there with tf.cast"
                    )
                    raise Refused(message)

    def _may_be_float(self, value: ast.expr) -> bool:
        """Tell whether a value may be a tensor of other floats than those of Keras."""
        if float_tensors.certainly_float32(self.source, value) or isinstance(value, ast.Constant):
            return False
        placeholder = next((b.value for b in self._bindings(value)), None)
        dtype = argument(placeholder, 0, "dtype") if isinstance(placeholder, ast.Call) else None
        names = self.source.resolve(dtype) if dtype is not None else ()
        return not names or not all((flow.short(name) or "") in _NO_FLOATS for name in names)

    def _bindings(self, value: ast.expr) -> list[Binding]:
        return self.source.scope(value).visible(value.id, value) if isinstance(value, ast.Name) else []

    def _default(self, site: Site, name: str) -> ast.expr | None:
        return site.maker.parameters[name]

    def _may_be_made(self, maker: Maker, statement: ast.stmt) -> bool:
        """Tell whether a statement only computes what can be computed once, from what the object is made with."""
        value = flow.assigned(statement)
        if value is None or any(call in maker.sites or call in maker.layers for call in ast.walk(value)):
            return False
        (name,) = flow.writes(statement)
        bindings = self.source.index.scopes[maker.definition].bindings[name]
        return len(bindings) == 1 and not flow.reads(value) & maker.moving

    def _divide(self, maker: Maker) -> None:
        """Give each statement and parameter of a function its place."""
        source = self.source
        reads: dict[ast.stmt, set[str]] = {}
        makes: set[ast.stmt] = set()
        needed: set[str] = set()
        for line in maker.lines:
            statement = line.statement
            reads[statement] = self._reads(maker, statement)
            if flow.writes(statement) & maker.variables.keys() and flow.assigned(statement) is not None:
                makes.add(statement)
                needed |= reads[statement]
                scoped = {n for name in self.scope_names(maker, statement, all_scopes=True) for n in flow.reads(name)}
                needed |= scoped
                self._check_initial(maker, statement, reads[statement] | scoped)
        for layer in maker.layers.values():
            settings = {n for value in layer.settings().values() for n in flow.reads(value)}
            needed |= settings
            for name in sorted(settings & maker.moving):
                self._refuse_late(maker, name, f"the layer made at line {layer.call.lineno}")
        for instance in maker.instances:
            for name in self.made_with(instance):
                value = instance.sites[0].given[name]
                if value is not None and value is not instance.maker.parameters[name]:
                    needed |= flow.reads(value)
            needed |= {
                n
                for name in self.scope_names(maker, source.statement(instance.sites[0].call))
                for n in flow.reads(name)
            }
        candidates = [
            line.statement
            for line in maker.lines
            if line.statement not in makes | maker.dropped and self._may_be_made(maker, line.statement)
        ]
        for statement in reversed(candidates):
            if flow.writes(statement) & needed:
                makes.add(statement)
                needed |= reads[statement]
        maker.made = [line.statement for line in maker.lines if line.statement in makes]
        maker.called = [
            line.statement
            for line in maker.lines
            if line.statement not in makes | maker.dropped and not self._is_docstring(maker, line.statement)
        ]
        called = set().union(*(reads[statement] for statement in maker.called)) if maker.called else set()
        for line in maker.lines:
            if line.statement in maker.called:
                called |= {
                    n
                    for scope in line.scopes
                    if flow.is_call_of(source, scope.items[0].context_expr, "name_scope")
                    for n in flow.reads(scope.items[0].context_expr)
                }
        own = {name for statement in maker.made for name in flow.writes(statement)} - maker.variables.keys()
        maker.kept = own & called
        self._check_chance(maker)
        for name in maker.parameters:
            maker.roles[name] = self._role(maker, name, needed, called)

    def _is_docstring(self, maker: Maker, statement: ast.stmt) -> bool:
        return statement is maker.definition.body[0] and ast.get_docstring(maker.definition, clean=False) is not None

    def _reads(self, maker: Maker, statement: ast.stmt) -> set[str]:
        """Return the names that a statement reads, but for what the objects that it uses are made with."""
        skipped: set[ast.AST] = set()
        for call in ast.walk(statement):
            if isinstance(call, ast.Call) and call in maker.layers:
                skipped.add(call.func)
                skipped.update(n for value in maker.layers[call].settings().values() for n in ast.walk(value))
            if isinstance(call, ast.Call) and call in maker.sites:
                site = maker.sites[call]
                skipped.add(call.func)
                for name, value in site.given.items():
                    if (
                        value is not None
                        and site.maker.roles.get(name) != "call"
                        and value is not self._default(site, name)
                    ):
                        skipped.update(ast.walk(value))
        return {
            n.id
            for n in ast.walk(statement)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load) and n not in skipped
        }

    def _check_initial(self, maker: Maker, statement: ast.stmt, reads: set[str]) -> None:
        """Refuse a variable whose making depends on what is computed."""
        for name in sorted(reads & maker.moving):
            self._refuse_late(maker, name, f"the variable made at line {statement.lineno}")

    def _refuse_late(self, maker: Maker, name: str, into: str) -> None:
        """Refuse what is needed when variables are made, and is only known later."""
        if name in maker.differing:
            message = f"`{name}` goes into {into}, and is another value where that is shared"
            raise Refused(message)
        sized = any(
            isinstance(n, ast.Attribute) and n.attr in {"shape", "get_shape"}
            for line in maker.lines
            if name in flow.writes(line.statement)
            for n in ast.walk(line.statement)
        )
        more = "; give its size as an argument of its own" if sized else ""
        message = f"`{name}` goes into {into}, and is only known where `{maker.definition.name}` computes{more}"
        raise Refused(message)

    def _check_chance(self, maker: Maker) -> None:
        """Refuse random values that were drawn for a variable and at each run."""
        for statement in maker.made:
            names = flow.writes(statement) & maker.kept
            if names and any(
                "random" in name or "truncated" in name or name.endswith("_initializer()")
                for call in self.source.below(statement, ast.Call)
                for name in self.source.resolve(call.func)
            ):
                message = f"line {statement.lineno} draws `{min(names)}` for a variable, and again at each run"
                raise Refused(message)

    def _role(self, maker: Maker, name: str, needed: set[str], called: set[str]) -> Role:
        definition = maker.definition
        if name in maker.tensors:
            if name in needed:
                self._refuse_late(maker, name, f"the variables of `{definition.name}`")
            return "call" if name in called else "unused"
        again = len(self.source.index.scopes[definition].bindings[name]) > 1
        if name in needed:
            return "both" if name in called else "init"
        if name not in called:
            return "unused"
        return "call" if again or name in _OF_CALLS else "attribute"

    def made_with(self, instance: Instance) -> list[str]:
        """Return the parameters that an object is made with."""
        return [name for name, role in instance.maker.roles.items() if role in {"init", "both", "attribute"}]


def attribute_name(maker: Maker, name: str) -> str:
    """Return what an attribute of a class is called that keeps what a name stood for."""
    return f"{name}_" if name in maker.reserved else name


def _several_names(bases: Sequence[str], count: int, taken: Collection[str], *, alone: bool = False) -> list[str]:
    """Return names for several things of a kind, with numbers behind them; one that is alone needs none."""
    for base in itertools.chain(bases, (f"{bases[0]}_module{'_' * n}" for n in itertools.count())):
        names = [f"{base}_{n}" if base[-1].isdigit() else f"{base}{n}" for n in range(1, count + 1)]
        names = [base] if alone and count == 1 else names
        if not set(names) & set(taken):
            return names
    raise AssertionError


def _lowered(name: str) -> str:
    """Return the name of an object from that of a class: `discriminator` for `Discriminator`."""
    return name if not name[:1].isupper() or name.isupper() else name[:1].lower() + name[1:]


__all__ = ["Instance", "Line", "Maker", "Modules", "Site", "attribute_name"]
