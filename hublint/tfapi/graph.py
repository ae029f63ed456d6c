"""Which of TensorFlow 1's symbols only do their work while a graph is built."""

from __future__ import annotations

import re

_GRAPH = (
    r"placeholder(_with_default)?|sparse_placeholder|sparse\.placeholder|ragged\.placeholder"
    r"|(Interactive)?Session|get_session_\w+|get_default_session"
    r"|get_variable|get_local_variable|get_variable_scope|variable_scope|variable_op_scope|make_template"
    r"|initializers\.(global_variables|local_variables|variables|tables_initializer)"
    r"|(global_|local_|tables_)?(variables_)?initializer|initialize_(all_|local_)?(variables|tables)"
    r"|(global|local|model|trainable|moving_average|all)_variables|add_to_collections?|get_collection(_ref)?"
    r"|report_uninitialized_variables|assert_variables_initialized|is_variable_initialized"
    r"|gradients|hessians|assign(_add|_sub)?|count_up_to|scatter_\w+|batch_scatter_update"
    r"|layers\.\w+|losses\.\w+|metrics\.\w+|nn\.rnn_cell\.\w+|nn\.(static|dynamic|bidirectional_dynamic|raw)_\w*rnn"
    r"|summary\.(scalar|image|audio|histogram|text|tensor_summary|merge|merge_all|FileWriter|FileWriterCache)"
    r"|train\.(\w*Optimizer|Saver|Scaffold|Supervisor|\w*Session\w*|\w*Hook|\w*QueueRunners?|\w*_producer|\w*batch\w*"
    r"|import_meta_graph|export_meta_graph|(get_|create_|get_or_create_)?global_step|assert_global_step|limit_epochs"
    r"|start_queue_runners|add_queue_runner|queue_runner\.\w+|init_from_checkpoint|warm_start)"
    r"|data\.make_initializable_iterator|keras\.backend\.get_session|graph_util\.import_graph_def"
    r"|saved_model\.(builder\.|loader\.|main_op\.)?(simple_save|Builder|SavedModelBuilder|load|main_op\w*)"
)


def needs_graph(name: str) -> bool:
    """Tell whether a TensorFlow 1 symbol, by its name behind `tensorflow.`, needs a graph to be built round it.

    Eager execution refuses these, or takes them and does nothing that lasts: a placeholder raises, an optimizer's
    `minimize` wants a function, a collection stays empty.
    """
    return re.fullmatch(_GRAPH, name) is not None


__all__ = ["needs_graph"]
