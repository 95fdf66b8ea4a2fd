-- Messages being handed to a channel: a row is written before and taken away when the channel has answered. One that
-- stands here later was cut short, and may have arrived. `covers` is a JSON list of [alert, edge].
CREATE TABLE sendings (
    channel TEXT NOT NULL,
    message TEXT NOT NULL,
    began_at TEXT NOT NULL,
    covers TEXT NOT NULL,
    PRIMARY KEY (channel, message)
) STRICT, WITHOUT ROWID;
