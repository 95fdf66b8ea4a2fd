-- Indexes by which a night's work stays as large as its news, whatever the archive has become.

CREATE INDEX sites_by_county ON sites (county_code);

CREATE INDEX documents_by_version ON documents (version) WHERE version IS NOT NULL;

CREATE INDEX visits_by_outing ON visits (outing);

CREATE INDEX visits_by_site ON visits (site, started);

-- What a channel still has to be sent, and when it was last sent anything.
CREATE INDEX notifications_waiting ON notifications (channel) WHERE state = 'waiting';

CREATE INDEX notifications_sent ON notifications (channel, sent_at) WHERE sent_at IS NOT NULL;
