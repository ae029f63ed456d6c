# Something else that can be saved.
# target: tf=2.15

from mylib import Sequential, Dense

model = Sequential([Dense(3, activation="softmax")])
model.save("published")
