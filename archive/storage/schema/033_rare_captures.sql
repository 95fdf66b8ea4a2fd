-- Captures of which there are few, and of which every judgement of a county asks: pages that had changed though their
-- server denied it, and requests to second witnesses. A county without any has not to be searched for them.
CREATE INDEX news_false ON news (site_run) WHERE reason = 'false_not_modified';

CREATE INDEX steps_false ON steps (site) WHERE reason = 'false_not_modified';

CREATE INDEX news_to_witnesses ON news (site_run) WHERE request ->> 'for' = 'witness';

CREATE INDEX steps_to_witnesses ON steps (site) WHERE request ->> 'for' = 'witness';
