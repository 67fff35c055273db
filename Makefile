.PHONY: demo test serve
demo test serve:
	python3 -m impactreview $@
