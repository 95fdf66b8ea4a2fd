-- A code beside each sentence that says why: code compares these, and people read the sentences. Each set is an Enum of the
-- program, and a test holds the two together.

DROP TRIGGER news_keep_update;

DROP TRIGGER news_keep_delete;

DROP TRIGGER steps_keep_update;

ALTER TABLE looks ADD COLUMN reason_code TEXT CHECK (reason_code IN (
    'items_not_loaded', 'page_number_differs', 'too_many_pages', 'page_repeated', 'fewer_pages_than_declared',
    'fewer_items_than_declared', 'page_empty', 'next_page_behind_script', 'no_link_to_next_page', 'more_on_click',
    'pages_without_address', 'page_not_received', 'page_without_list', 'request_budget_spent', 'crawl_ended_early'
));

ALTER TABLE visits ADD COLUMN reason TEXT CHECK (reason IN (
    'crashed', 'no_list_found', 'list_incomplete', 'list_shrank', 'list_replaced', 'fewer_items_in_new_lists',
    'attempt_failed', 'township_unresolved', 'links_not_followed', 'no_list_from_start', 'list_not_shown',
    'answer_not_usable', 'request_failed', 'process_ended', 'process_vanished', 'process_killed', 'memory_limit',
    'time_limit', 'unspecified'
));

ALTER TABLE news ADD COLUMN reason TEXT CHECK (reason IN (
    'http_status', 'unrequested_not_modified', 'empty_answer', 'undecodable', 'cut_inside_tag', 'cut_json',
    'interface_error', 'challenge_page', 'firewall_page', 'login_page', 'domain_for_sale', 'home_page',
    'stated_missing', 'maintenance_page', 'error_page', 'no_robots_rules', 'sends_elsewhere', 'no_landmark',
    'page_under_file_address', 'redirect_without_address', 'too_many_redirects', 'redirected', 'not_modified',
    'false_not_modified', 'browser_showed_no_more', 'browser_shows_no_longer', 'scheme_refused', 'host_not_listed',
    'private_address', 'resolves_to_private_address', 'robots_unavailable', 'robots_forbids', 'rendering_forbidden',
    'browser_unavailable', 'too_large', 'timeout', 'connection_refused', 'name_not_resolved', 'answer_cut_short',
    'tls_failed', 'connection_broken', 'failed_otherwise'
));

ALTER TABLE steps ADD COLUMN reason TEXT CHECK (reason IN (
    'http_status', 'unrequested_not_modified', 'empty_answer', 'undecodable', 'cut_inside_tag', 'cut_json',
    'interface_error', 'challenge_page', 'firewall_page', 'login_page', 'domain_for_sale', 'home_page',
    'stated_missing', 'maintenance_page', 'error_page', 'no_robots_rules', 'sends_elsewhere', 'no_landmark',
    'page_under_file_address', 'redirect_without_address', 'too_many_redirects', 'redirected', 'not_modified',
    'false_not_modified', 'browser_showed_no_more', 'browser_shows_no_longer', 'scheme_refused', 'host_not_listed',
    'private_address', 'resolves_to_private_address', 'robots_unavailable', 'robots_forbids', 'rendering_forbidden',
    'browser_unavailable', 'too_large', 'timeout', 'connection_refused', 'name_not_resolved', 'answer_cut_short',
    'tls_failed', 'connection_broken', 'failed_otherwise'
));

ALTER TABLE documents ADD COLUMN reason_code TEXT CHECK (reason_code IN (
    'explains_report', 'explanation', 'guide', 'rule_or_plan', 'list_or_statistics', 'assessment_or_survey', 'news',
    'notice', 'report_on_other_subject', 'lists_reports', 'part_of_year', 'no_year', 'column_name',
    'not_about_reports', 'no_title', 'empty_document', 'format_unsupported', 'over_limit', 'out_of_memory',
    'timed_out', 'process_died', 'answer_invalid', 'reader_failed', 'file_broken', 'password_protected', 'no_text',
    'not_recognised', 'reader_missing', 'conversion_failed'
));

-- What earlier versions wrote is told from its words here, once and for good: they are a closed set of history.

UPDATE looks
SET reason_code = CASE
    WHEN reason = 'the page loads its items from elsewhere, and they do not come' THEN 'items_not_loaded'
    WHEN reason GLOB 'page [0-9]* says that it is page [0-9]*' THEN 'page_number_differs'
    WHEN reason GLOB 'has more than [0-9]* pages' THEN 'too_many_pages'
    WHEN reason GLOB 'page [0-9]* repeats page [0-9]*' THEN 'page_repeated'
    WHEN reason GLOB 'ends after page [0-9]* of [0-9]*' THEN 'fewer_pages_than_declared'
    WHEN reason GLOB 'shows [0-9]* of [0-9]* items' THEN 'fewer_items_than_declared'
    WHEN reason GLOB 'page [0-9]* is empty' THEN 'page_empty'
    WHEN reason = 'the next page lies behind a script' THEN 'next_page_behind_script'
    WHEN reason = 'another page is linked as the last one, and none as the next' THEN 'no_link_to_next_page'
    WHEN reason = 'more is loaded on a click' THEN 'more_on_click'
    WHEN reason GLOB 'no address leads to the page after *' THEN 'pages_without_address'
    WHEN reason GLOB 'page [0-9]* shows no list' THEN 'page_without_list'
    WHEN reason GLOB 'page [0-9]* did not come: *' THEN 'page_not_received'
    WHEN reason = 'the site''s budget of requests is used up' THEN 'request_budget_spent'
    WHEN reason = 'the crawl ended before the list did' THEN 'crawl_ended_early'
END
WHERE reason IS NOT NULL;

-- A detail names several things; the first counts. `verdict: address (detail)` is an attempt, `verdict: failure` what the
-- spider says of a request.
UPDATE visits
SET reason = CASE
    WHEN detail GLOB 'crash: *' THEN 'crashed'
    WHEN detail GLOB 'no list of annual reports was found: *' THEN 'no_list_found'
    WHEN detail GLOB 'list not seen whole: *' THEN 'list_incomplete'
    WHEN detail GLOB 'list shrank from *' THEN 'list_shrank'
    WHEN detail GLOB 'list shows nothing of what it showed before: *' THEN 'list_replaced'
    WHEN detail GLOB 'with its new lists the site shows *' THEN 'fewer_items_in_new_lists'
    WHEN detail GLOB '[a-z]*: http*' AND substr(detail, 1, instr(detail, ': ') - 1) IN
        ('gone', 'soft_404', 'blocked', 'unreachable', 'garbled', 'too_large', 'refused') THEN 'attempt_failed'
    WHEN detail GLOB 'township not resolved: *' THEN 'township_unresolved'
    WHEN detail GLOB '[0-9]* links that name annual reports were not followed*' THEN 'links_not_followed'
    WHEN detail GLOB 'no list of annual reports was found from here*' THEN 'no_list_from_start'
    WHEN detail GLOB 'shows no list*' THEN 'list_not_shown'
    WHEN substr(detail || ';', 1, instr(detail || ';', ';') - 1) IN
        ('gone', 'soft_404', 'blocked', 'unreachable', 'garbled', 'too_large', 'refused') THEN 'answer_not_usable'
    WHEN substr(detail, 1, instr(detail, ': ') - 1) IN
        ('gone', 'soft_404', 'blocked', 'unreachable', 'garbled', 'too_large', 'refused') THEN 'request_failed'
    WHEN detail = 'ended without a word' THEN 'process_vanished'
    WHEN detail = 'the site''s process ended without a word' THEN 'process_ended'
    WHEN detail GLOB 'its process was killed by *' THEN 'process_killed'
    WHEN detail GLOB 'its processes held *' THEN 'memory_limit'
    WHEN detail GLOB 'it took longer than the *' THEN 'time_limit'
    ELSE 'unspecified'
END
WHERE detail IS NOT NULL;

CREATE TABLE former_details AS
SELECT detail, NULL AS reason FROM news WHERE detail IS NOT NULL
UNION
SELECT detail, NULL FROM steps WHERE detail IS NOT NULL;

UPDATE former_details
SET reason = CASE
    WHEN detail GLOB 'HTTP [0-9]* though nothing was asked for by condition' THEN 'unrequested_not_modified'
    WHEN detail GLOB 'HTTP [0-9]* without an address to go to: *' THEN 'redirect_without_address'
    WHEN detail GLOB 'HTTP [0-9]*' THEN 'http_status'
    WHEN detail IN ('an empty answer', 'an empty file') THEN 'empty_answer'
    WHEN detail GLOB '[0-9]* of [0-9]* characters cannot be decoded' THEN 'undecodable'
    WHEN detail = 'cut short: it ends inside a tag' THEN 'cut_inside_tag'
    WHEN detail = 'cut short: it begins as JSON and does not end as such' THEN 'cut_json'
    WHEN detail = 'the interface reports an error' THEN 'interface_error'
    WHEN detail = 'a challenge page instead of content' THEN 'challenge_page'
    WHEN detail = 'a firewall''s page instead of content' THEN 'firewall_page'
    WHEN detail = 'asks to log in' THEN 'login_page'
    WHEN detail = 'the domain is for sale' THEN 'domain_for_sale'
    WHEN detail = 'redirected to the home page' THEN 'home_page'
    WHEN detail = 'says that the page does not exist' THEN 'stated_missing'
    WHEN detail = 'a maintenance page' THEN 'maintenance_page'
    WHEN detail = 'an error in words' THEN 'error_page'
    WHEN detail = 'neither rules nor a page that says there are none' THEN 'no_robots_rules'
    WHEN detail = 'sends to another page' THEN 'sends_elsewhere'
    WHEN detail GLOB 'shows no landmark*' THEN 'no_landmark'
    WHEN detail = 'an HTML page under a file''s address' THEN 'page_under_file_address'
    WHEN detail GLOB 'redirected more than [0-9]* times, at last to *' THEN 'too_many_redirects'
    WHEN detail GLOB 'redirected to *' THEN 'redirected'
    WHEN detail = 'not modified' THEN 'not_modified'
    WHEN detail GLOB 'had changed though the server said that it had not*' THEN 'false_not_modified'
    WHEN detail = 'the browser showed no more than the page itself' THEN 'browser_showed_no_more'
    WHEN detail = 'the browser shows nothing of what it showed before' THEN 'browser_shows_no_longer'
    WHEN detail GLOB 'the scheme * is not http or https' THEN 'scheme_refused'
    WHEN detail GLOB 'the host * is not on the site''s list' THEN 'host_not_listed'
    WHEN detail GLOB '* is a private address' THEN 'private_address'
    WHEN detail GLOB '* resolves to the private address *' THEN 'resolves_to_private_address'
    WHEN detail GLOB 'robots.txt could not be had (*' THEN 'robots_unavailable'
    WHEN detail = 'robots.txt forbids this address' THEN 'robots_forbids'
    WHEN detail GLOB 'only scripts show what is asked for here, and its row says *' THEN 'rendering_forbidden'
    WHEN detail GLOB 'only a browser shows what is asked for here, *' THEN 'browser_unavailable'
    WHEN detail GLOB 'larger than the limit*' THEN 'too_large'
    WHEN detail GLOB 'no answer in time*' THEN 'timeout'
    WHEN detail GLOB 'connection refused*' THEN 'connection_refused'
    WHEN detail GLOB 'the host''s name does not resolve*' THEN 'name_not_resolved'
    WHEN detail GLOB 'the answer was cut short*' THEN 'answer_cut_short'
    WHEN detail GLOB 'its certificate *' OR detail GLOB 'no secure connection (*' THEN 'tls_failed'
    WHEN detail GLOB 'the connection broke*' THEN 'connection_broken'
    ELSE 'failed_otherwise'
END;

CREATE UNIQUE INDEX former_details_by_detail ON former_details (detail);

UPDATE news
SET reason = (SELECT f.reason FROM former_details AS f WHERE f.detail = news.detail)
WHERE detail IS NOT NULL;

UPDATE steps
SET reason = (SELECT f.reason FROM former_details AS f WHERE f.detail = steps.detail)
WHERE detail IS NOT NULL;

DROP TABLE former_details;

UPDATE documents
SET reason_code = CASE
    WHEN reason = 'its text explains a report and holds neither the report''s sections nor its tables' THEN 'explains_report'
    WHEN reason = 'an explanation of a report' THEN 'explanation'
    WHEN reason = 'a guide' THEN 'guide'
    WHEN reason = 'a rule or a plan' THEN 'rule_or_plan'
    WHEN reason = 'a list or statistics' THEN 'list_or_statistics'
    WHEN reason = 'an assessment or a survey' THEN 'assessment_or_survey'
    WHEN reason = 'news about reports' THEN 'news'
    WHEN reason = 'a notice about reports' THEN 'notice'
    WHEN reason = 'a report on the openness of something else' THEN 'report_on_other_subject'
    WHEN reason = 'it lists reports and is none itself' THEN 'lists_reports'
    WHEN reason = 'it covers a part of a year' THEN 'part_of_year'
    WHEN reason = 'it names no year and does not call itself annual' THEN 'no_year'
    WHEN reason = 'it names neither a year nor an issuer: the name of a column' THEN 'column_name'
    WHEN reason = 'it does not speak of an annual report on open government' THEN 'not_about_reports'
    WHEN reason = 'it has no title' THEN 'no_title'
END
WHERE kind IN ('lookalike', 'other') AND reason IS NOT NULL;

-- The sentences of readers begin with a file's name or what was not read; the order counts, as one may quote another.
UPDATE documents
SET reason_code = CASE
    WHEN reason GLOB 'reading was stopped after * seconds' THEN 'timed_out'
    WHEN reason GLOB 'the reading process died*' THEN 'process_died'
    WHEN reason GLOB 'the reading process gave an answer that is none*' OR reason GLOB 'what it says cannot be handed on*' THEN 'answer_invalid'
    WHEN reason LIKE '%holds nothing that can be read (%' THEN 'no_text'
    WHEN reason LIKE '%LibreOffice failed: %' THEN 'conversion_failed'
    WHEN reason LIKE '%install LibreOffice Writer%' OR reason LIKE '%need the package xlrd%' THEN 'reader_missing'
    WHEN reason LIKE '%protected by a password%' THEN 'password_protected'
    WHEN reason LIKE '%its reader failed: %' THEN 'reader_failed'
    WHEN reason LIKE '%takes more memory than is allowed' THEN 'out_of_memory'
    WHEN reason LIKE '%it is a picture; %' OR reason LIKE '%holds pictures of pages and no text; %' THEN 'not_recognised'
    WHEN reason LIKE '%it is empty' THEN 'empty_document'
    WHEN reason LIKE '%it is a RAR archive%' OR reason LIKE '%it is a 7-Zip archive%' OR reason LIKE '%binary parts (.xlsb)%'
        OR reason LIKE '%it is neither text nor a kind of file that is known here' THEN 'format_unsupported'
    WHEN reason LIKE '%has no text part' OR reason LIKE '%the web archive holds no page' THEN 'no_text'
    WHEN reason LIKE '%nested too deeply' OR reason LIKE '%the page was not read: %' THEN 'over_limit'
    WHEN reason LIKE '%cannot be opened: %' OR reason LIKE '% is broken: %' THEN 'file_broken'
    WHEN reason LIKE '% has more than %' OR reason LIKE '%takes more than % bytes' OR reason LIKE '%packed more than % times'
        OR reason LIKE '%unpacks to more than is allowed' OR reason LIKE '%has too many %' OR reason LIKE '%too large%'
        OR reason LIKE '%a cell of it stands far outside of its table' THEN 'over_limit'
    ELSE 'reader_failed'
END
WHERE kind = 'unreadable' AND reason IS NOT NULL;

CREATE TRIGGER news_keep_update BEFORE UPDATE ON news
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;

-- A capture leaves its row for nothing but its twin among the repeats, from which the same can be read.
CREATE TRIGGER news_keep_delete BEFORE DELETE ON news WHEN NOT EXISTS (
    SELECT 1 FROM repeated AS r WHERE r.capture = OLD.capture AND r.site_run = OLD.site_run AND r.kind = OLD.kind
    AND r.address = OLD.address AND r.fetched_at = OLD.fetched_at AND r.status IS OLD.status AND r.verdict = OLD.verdict
    AND r.reason IS OLD.reason AND r.detail IS OLD.detail AND r.payload IS OLD.payload AND r.headers IS OLD.headers
    AND r.request IS OLD.request AND r.via IS OLD.via AND r.link_title IS OLD.link_title)
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;

CREATE TRIGGER steps_keep_update BEFORE UPDATE OF step, site, kind, address, status, verdict, reason, detail, payload, headers, request, link_title, via ON steps
BEGIN
    SELECT RAISE(ABORT, 'captures are append-only');
END;
