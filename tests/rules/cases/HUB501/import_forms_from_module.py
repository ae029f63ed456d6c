# A module that is imported by name has the new name in it.

from tensorflow import image, nn

small = image.resize_image_with_crop_or_pad(picture, 8, 8)  # HUB501
y = nn.relu(small)

# output

from tensorflow import image, nn

small = image.resize_with_crop_or_pad(picture, 8, 8)
y = nn.relu(small)
