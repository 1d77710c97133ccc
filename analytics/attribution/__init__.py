"""Credit for conversions: journeys of touches and the models that share them out."""
