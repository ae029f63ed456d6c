# Every way to bring the names into a file.
# select: HUB303

import tensorflow_hub
import tensorflow_hub as hub
from tensorflow_hub import image_embedding_column, text_embedding_column as text_column
from tensorflow_hub.feature_column_v2 import text_embedding_column_v2
from tensorflow_hub.image_util import ImageModuleInfo, attach_image_module_info

a = hub.sparse_text_embedding_column("words", "modules/text", "sqrtn", default_value=None)  # HUB303
b = tensorflow_hub.text_embedding_column("sentence", "modules/text")  # HUB303
c = image_embedding_column("photo", "modules/images")  # HUB303
d = text_column("sentence", "modules/text")  # HUB303
e = text_embedding_column_v2("sentence", "modules/text")  # HUB303
attach_image_module_info(ImageModuleInfo())  # HUB303, HUB303
height, width = hub.get_expected_image_size(module)  # HUB303
depth = hub.get_num_image_channels(module)  # HUB303
