# Arguments that are not written out may be anything.
# select: HUB301
# note: the arguments of the module at line 11 are not written out
# note: the arguments of the module at line 13 are not written out
# note: the arguments of the call at line 16 are not written out
# note: the arguments of the call at line 18 are not written out
# note: the arguments of the call at line 20 are not written out

import tensorflow_hub as hub

first = hub.Module(*arguments)  # HUB301
print(first(x))
second = hub.Module("a", **options)  # HUB301
print(second(x))
third = hub.Module("b")  # HUB301
print(third(*inputs))
fourth = hub.Module("c")  # HUB301
print(fourth(x, **options))
fifth = hub.Module("d")  # HUB301
print(fifth(x, None, "tokens"))
