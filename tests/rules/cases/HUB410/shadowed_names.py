# Another library's model.

from mylib import Dense, Sequential

model = Sequential([Dense(3)])
model.compile("adam", "sparse_categorical_crossentropy")
