# The same names for other things.
# select: HUB303

from my_columns import hub, text_embedding_column


def get_expected_image_size():
    return 128, 128


def build(tensorflow_hub):
    return tensorflow_hub.text_embedding_column("sentence", "modules/text")


a = hub.text_embedding_column("sentence", "modules/text")
b = text_embedding_column("sentence", "modules/text")
height, width = get_expected_image_size()
