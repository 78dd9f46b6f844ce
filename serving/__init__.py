"""Everything that a running service needs: model input, artifact, classifier, command line, HTTP."""
