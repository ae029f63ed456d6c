"""Which of TensorFlow 1's symbols only do their work while a graph is built."""

from __future__ import annotations

import re

_PLAIN = frozenset(
    [
        "InteractiveSession", "Session", "add_to_collection", "add_to_collections", "all_variables", "assign",
        "assign_add", "assign_sub", "assert_variables_initialized", "batch_scatter_update", "count_up_to",
        "get_collection", "get_collection_ref", "get_default_session", "get_local_variable", "get_variable",
        "get_variable_scope", "global_initializer", "global_variables", "global_variables_initializer", "gradients",
        "hessians", "initialize_all_tables", "initialize_all_variables", "initialize_local_tables",
        "initialize_local_variables", "initialize_tables", "initialize_variables", "initializer",
        "is_variable_initialized", "local_initializer", "local_variables", "local_variables_initializer",
        "make_template", "model_variables", "moving_average_variables", "placeholder", "placeholder_with_default",
        "report_uninitialized_variables", "sparse_placeholder", "tables_initializer", "tables_variables_initializer",
        "trainable_variables", "variable_op_scope", "variable_scope", "variables_initializer",
    ]
)  # fmt: skip
_BEGINNINGS = ("get_session_", "scatter_")

# Only the pattern of a name's own package is compiled: all of them would take as long as reading a small file.
_OF_PACKAGES = {
    "data": "make_initializable_iterator",
    "graph_util": "import_graph_def",
    "initializers": "(global_variables|local_variables|variables|tables_initializer)",
    "keras": r"backend\.get_session",
    "layers": r"\w+",
    "losses": r"\w+",
    "metrics": r"\w+",
    "nn": r"rnn_cell\.\w+|(static|dynamic|bidirectional_dynamic|raw)_\w*rnn",
    "ragged": "placeholder",
    "saved_model": r"(builder\.|loader\.|main_op\.)?(simple_save|Builder|SavedModelBuilder|load|main_op\w*)",
    "sparse": "placeholder",
    "summary": "(scalar|image|audio|histogram|text|tensor_summary|merge|merge_all|FileWriter|FileWriterCache)",
    "train": (
        r"\w*Optimizer|Saver|Scaffold|Supervisor|\w*Session\w*|\w*Hook|\w*QueueRunners?|\w*_producer|\w*batch\w*"
        r"|import_meta_graph|export_meta_graph|(get_|create_|get_or_create_)?global_step|assert_global_step|limit_epochs"
        r"|start_queue_runners|add_queue_runner|queue_runner\.\w+|init_from_checkpoint|warm_start"
    ),
}


def needs_graph(name: str) -> bool:
    """Tell whether a TensorFlow 1 symbol, by its name behind `tensorflow.`, needs a graph to be built round it.

    Eager execution refuses these, or takes them and does nothing that lasts: a placeholder raises, an optimizer's
    `minimize` wants a function, a collection stays empty.
    """
    package, dot, rest = name.partition(".")
    if not dot:
        return name in _PLAIN or (name.startswith(_BEGINNINGS) and name not in _BEGINNINGS)
    pattern = _OF_PACKAGES.get(package)
    return pattern is not None and re.fullmatch(pattern, rest) is not None


__all__ = ["needs_graph"]
