"""Where each figure of a report stands in its document: in the blocks that were read, on a page, in an element."""
