# Tests expect the error.
# select: HUB313

import pytest
import tensorflow as tf
import tensorflow_hub as hub


class LayerTest(tf.test.TestCase):
    def test_output_not_specified(self):
        with self.assertRaisesRegex(ValueError, "either output_key or"):
            hub.KerasLayer(self.get_temp_dir(), signature="serving_default")


def test_output_not_specified(tmp_path):
    with pytest.raises(ValueError):
        hub.KerasLayer(str(tmp_path), signature="serving_default")
