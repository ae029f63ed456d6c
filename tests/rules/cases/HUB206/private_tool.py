# The tool's argument of another name is put right, with or without a keyword of that kind it is private.
# target: tf=2.15

from tensorflow.python.tools import freeze_graph

freeze_graph.freeze_graph(  # HUB206
    "in.pb", "", True, "model.ckpt", "y", None, None, "out.pb", True, "", variable_names_blacklist="w"
)
freeze_graph.freeze_graph(  # HUB206
    None, None, None, None, "y", None, None, "out.pb", True, "", input_saved_model_dir="saved_model"
)

# output

from tensorflow.python.tools import freeze_graph

freeze_graph.freeze_graph(  # HUB206
    "in.pb", "", True, "model.ckpt", "y", None, None, "out.pb", True, "", variable_names_denylist="w"
)
freeze_graph.freeze_graph(  # HUB206
    None, None, None, None, "y", None, None, "out.pb", True, "", input_saved_model_dir="saved_model"
)
