"""The statistical NER: a tagger on a convolutional network over words and vectors."""
