# Every way to bring the names into a file, and estimators in every place that a name can stand.
# select: HUB208
# note: line 25 uses `LatestExporter`, for which hublint has no TensorFlow 2 form

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import estimator as tfe
from tensorflow.estimator import Estimator, LatestExporter
from tensorflow.estimator.export import PredictOutput, ServingInputReceiver


class Trainer:
    def __init__(self):
        self.estimator = Estimator(model_fn)

    def export(self):
        return self.estimator.export_saved_model("export", serving_fn)  # HUB208


a = tf.estimator.export.ServingInputReceiver(features, tensors)  # HUB208
b = tensorflow.estimator.export.TensorServingInputReceiver(features, tensors)  # HUB208
c = tf1.estimator.export.build_raw_serving_input_receiver_fn(features)  # HUB208
d = tfe.export.build_parsing_serving_input_receiver_fn(spec)  # HUB208
e = LatestExporter("latest", serving_fn)  # HUB208
f = ServingInputReceiver(features, tensors)  # HUB208
g = PredictOutput(predictions)  # HUB208
h = tfe.DNNClassifier([10], columns).export_savedmodel("export", serving_fn)  # HUB208
