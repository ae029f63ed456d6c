# Where the data is read twice, the class would be defined twice.
# note: line 9 reads the data, too; read it once
# note: line 8 reads the data, too; read it once
# select: HUB503

from tensorflow.examples.tutorials.mnist import input_data

rows = input_data.read_data_sets("data", one_hot=True)  # HUB503
grids = input_data.read_data_sets("data", reshape=False)  # HUB503
print(rows.test.labels, grids.test.images)
