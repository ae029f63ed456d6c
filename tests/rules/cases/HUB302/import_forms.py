# Every way to bring the names into a file.
# select: HUB302

import tensorflow_hub
import tensorflow_hub as hub
from tensorflow_hub import LatestModuleExporter, add_signature
from tensorflow_hub import create_module_spec as create
from tensorflow_hub.module_spec import ModuleSpec
from tensorflow_hub.native_module import attach_message

add_signature(inputs=x, outputs=y)  # HUB302
a = create(f)  # HUB302
b = tensorflow_hub.load_module_spec("module")  # HUB302
c = LatestModuleExporter("tf_hub", serving_input_fn)  # HUB302
hub.register_module_for_export(module, "exported")  # HUB302
attach_message("note", message)  # HUB302
isinstance(spec, ModuleSpec)  # HUB302
d = hub.eval_function_for_module("module")  # HUB302
e = hub.create_module_spec_from_saved_model("saved_model")  # HUB302
