# Python 2 that has nothing to do with TensorFlow is not our business: a folder may hold much of it.

print "placeholder"
