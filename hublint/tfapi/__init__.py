"""What each public symbol of TensorFlow became, release by release, from 1.15 on."""
