# What `nianbao check` says to the people who write a report: first the remedy, then the reason (-why).
draft-not-a-report = Look at the title and the content: this was not recognised as an annual report, and nothing else was checked.
draft-not-a-report-why = By title and content: { $because }. The title of an annual report usually reads “××县××镇2025年政府信息公开工作年度报告”.
draft-unreadable = Try another format: this file could not be read.
draft-unreadable-why = { $because }. Save it as DOCX, or export a PDF with text.
draft-title-year = { $named ->
    [yes] Check the year in the title: no report can be about it.
    *[no] Name the reporting year in the title.
 }
draft-title-year-why = The title reads “{ $title }”.
draft-title-unit = Name the unit in full in the title.
draft-title-unit-why = The title reads “{ $title }”.
draft-basis = Name the basis in the opening: the Regulations on Open Government Information.
draft-basis-why = Articles 49 and 50 of the Regulations ask for the annual report.
draft-unsigned = Put the date of signature under the text.
draft-unsigned-why = Neither a date of signature nor one of publication was found.
draft-signed-early = Check the date of signature, { $signed }: a report on { $year } is usually signed early in { $next }.
draft-signed-early-why = Most likely the year was not changed.
draft-period = Change the period to the whole of { $year }: the text says “{ $quote }”.
draft-period-why = The period is the reporting year.
draft-other-year = Check the year in “{ $quote }”: is { $other } meant to be { $year }?
draft-other-year-why = The sentence seems to tell of the reporting year; most likely it was copied.
draft-stated-twice = Look at two counts of the text: “{ $first }” and “{ $second }” differ.
draft-stated-twice-why = They seem to count the same; if they do not, say of what each is.
draft-no-such-day = Correct the date “{ $quote }”: the calendar has no such day or month.
draft-no-such-day-why = Most likely a slip.
draft-blank-cells = Fill in { $count ->
    [one] the blank cell
    *[other] the { $count } blank cells
    } of { $table_name }; write 0 where there is nothing. Look in { $lines }{ $several ->
    [more] { " and more lines" }
    *[all] { "" }
    }.
draft-blank-cells-why = A blank is not a 0, and sums over blank cells cannot be checked.
draft-dash-cells = Write 0 in place of “{ $raw }” in { $count ->
    [one] a cell
    *[other] { $count } cells
    } of { $table_name }, in { $lines }{ $several ->
    [more] { " and more lines" }
    *[all] { "" }
    }.
draft-dash-cells-why = The table holds numbers only; nothing is 0.
draft-words-in-cells = Write numbers alone in the table: { $count ->
    [one] a cell of { $table_name } has units
    *[other] { $count } cells of { $table_name } have units
    } or remarks ({ $raw }).
draft-words-in-cells-why = Remarks can stand below the table.
draft-processing-fee = Say in section six which fees were charged for processing requests, also where there were none.
draft-processing-fee-why = The form asks for it here (国办函〔2020〕109号).
draft-problems-and-improvements = Tell in section five of { $lacks ->
    [problems] the problems
    *[improvements] the improvements
    }, too.
draft-problems-and-improvements-why = Section five is on problems and improvements (article 50 (4)).
draft-last-year-file = Check the file given as last year's: it is “{ $title }”.
draft-last-year-file-why = It was compared with nothing: that makes sense only with the same unit's report of the year before.
draft-self-name = Check what the unit calls itself: “{ $quote }” says { $said }, this unit is { $own }.
draft-self-name-why = It may have been copied from another unit's report.
draft-other-unit = Check “{ $quote }”: { $name } is another unit of the county.
draft-other-unit-why = If it is not meant, the passage may have been copied from its report.
draft-doubled-words = Remove the doubled “{ $words }” in “{ $quote }”.
draft-doubled-words-why = The same word stands twice in a row.
draft-doubled-sentence = Remove the repeated sentence “{ $quote }”.
draft-doubled-sentence-why = It stands more than once.
draft-doubled-punctuation = Remove one of the marks “{ $marks }” in “{ $quote }”.
draft-doubled-punctuation-why = Two punctuation marks stand together.
draft-torn-sentence = Check a torn sentence: a paragraph { $where ->
    [end] ends
    *[start] begins
    } with “{ $quote }”.
draft-torn-sentence-why = There may be a line break too many, or the rest is missing.
draft-full-stop = End the paragraph with a full stop: “{ $quote }”.
draft-full-stop-why = It ends without one.
draft-brackets = Check { $pair }: “{ $more }” in “{ $quote }” has no counterpart.
draft-brackets-why = Brackets and quotation marks come in pairs.
draft-subheading-numbers = Check the numbers of the sub-headings: { $printed } stands where { $due } was expected.
draft-subheading-numbers-why = Numbers run without gaps and repetitions.
draft-points-numbers = Check “{ $printed }”: “{ $due }” was expected.
draft-points-numbers-why = Points run without gaps.
draft-half-width = Write the half-width marks ({ $marks }) between Chinese characters as full-width ones ({ $full }): { $count } places, such as “{ $quote }”.
draft-half-width-why = Punctuation of Chinese texts is full-width (GB/T 15834).
draft-number-brackets = Put the year of “{ $quote }” in 〔 and 〕.
draft-number-brackets-why = So GB/T 9704 has it for document numbers.
draft-older-basis = Check the basis “{ $quote }”: in force is { $due }.
draft-older-basis-why = The Regulations were revised in 2019, and the form of the annual reports from the reporting year 2021 on.
draft-wide-digits = Write full-width digits as half-width ones: { $count } places, such as “{ $quote }”.
draft-wide-digits-why = Arabic numerals of Chinese texts are half-width (GB/T 15835).
draft-finding = Please check: { $detail }
draft-finding-why = { $explained }

# The consistency rules (archive/extract/checks/rules.toml), their names with hyphens
draft-applications-line-row-sum = Check the line “{ $line }” of the table in section three: the six kinds of applicants add up to { $computed }, and the total is { $printed }.
draft-applications-line-row-sum-why = { $terms } = { $computed }. The total of a line is the sum of the six kinds of applicants.
draft-applications-column-balance = Check the column “{ $column }” of the table in section three: { $received } received and carried in, { $settled } dealt with and carried out; both should be equal.
draft-applications-column-balance-why = New { $new } + carried in { $carried_in } = { $received }; total of outcomes { $outcome_total } + carried out { $carried_out } = { $settled }. The form says so over the table.
draft-applications-column-outcome-sum = Check the column “{ $column }” of the table in section three: the outcomes add up to { $computed }, and （七）总计 is { $printed }.
draft-applications-column-outcome-sum-why = { $terms } = { $computed }. （七）总计 is the sum of （一） to （六）.
draft-applications-line-exceeds-received = Check “{ $line }” in section three: { $count } are entered, and only { $received } were received and carried in.
draft-applications-line-exceeds-received-why = No outcome can be more than the applications received.
draft-applications-all-zero = Bring text and table of section three in line: the text says “{ $quote }”, and the table is all zeros.
draft-applications-all-zero-why = The table was probably forgotten.
draft-review-block-total = Check “{ $block }” in the table of section four: the four results add up to { $computed }, and the total is { $printed }.
draft-review-block-total-why = { $terms } = { $computed }. The total is the sum of the four results.
draft-review-without-applications = Confirm the table of section four: there are cases, and section three has no application received or carried in.
draft-review-without-applications-why = This can be so, from applications of earlier years, but is rare.
draft-table-line-negative = Check the line “{ $line }”: a count cannot be negative.
draft-table-line-negative-why = Counts begin at 0.
draft-disclosure-regulations-township = Confirm the line 规章 in section two (it has { $values }): townships and subdistricts cannot issue regulations; usually it is 0.
draft-disclosure-regulations-township-why = Normative documents belong in the next line.
draft-disclosure-normative-documents-office = Confirm the line 行政规范性文件 (it has { $values }): were they issued in the name of this subdistrict?
draft-disclosure-normative-documents-office-why = A subdistrict office rarely issues any; documents passed on do not count.
draft-disclosure-fees-scale = Confirm the unit of 行政事业性收费: it has { $first }, and the column counts in 万元.
draft-disclosure-fees-scale-why = If { $first } yuan are meant, enter { $yuan }.
draft-statistics-line-sum = Check “{ $line }” in the statistics sheet: it is not the sum of the lines below it.
draft-statistics-line-sum-why = The lines below a total add up to it.
draft-form-cited = Check which form the text cites: it is not the one that the tables follow.
draft-form-cited-why = The form in force is that of { $document }.
draft-form-year = Use the form in force: the tables have lines or columns of the former one.
draft-form-year-why = For this year the form of { $document } holds; `nianbao check --blank YEAR` makes an empty one.
draft-sections-number-missing = Add section { $numeral }, “{ $heading }”: its heading was not found.
draft-sections-number-missing-why = All six sections of the form keep their headings; sections one and five tell what there was, another without content says 无.
draft-sections-number-empty = Fill in section { $numeral }, “{ $heading }”: nothing stands under its heading.
draft-sections-number-empty-why = Where nothing happened, say so: 无 in the text, 0 in a table.
draft-sections-5-brief = Say more in section five: it has only “{ $quote }”.
draft-sections-5-brief-why = Article 50 (4) asks for the main problems and how they are mended.
draft-sections-ordinals = Check the numbers of the six sections: they should be 一、二、三、四、五、六.
draft-sections-ordinals-why = A number is skipped, repeated or missing.
draft-text-applications-received = Bring text and table in line: the text says “{ $quote }”, and the total of 本年新收 in section three is { $first }.
draft-text-applications-received-why = The text may give the new ones, or those with the ones carried in, but has to agree with the table.
draft-text-applications-answered = Bring text and table in line: the text says “{ $quote }”, and （七）总计 in section three is { $first }.
draft-text-applications-answered-why = What was answered or settled is the total of the outcomes.
draft-text-outcomes-what = Bring text and table in line: the text says “{ $quote }”, and the table of section three has { $printed }.
draft-text-outcomes-what-why = The same number should stand in both.
draft-text-carried-what = Bring text and table in line: the text says “{ $quote }”, and the table of section three has { $printed }.
draft-text-carried-what-why = What is carried over should be the same in both.
draft-text-applicants-what = Bring text and table in line: the text says “{ $quote }”, and the table of section three has { $printed }.
draft-text-applicants-what-why = The numbers of persons and of organisations should be the same in both.
draft-text-parts = Check the opening: it says “{ $quote }”, and there are { $count } sections.
draft-text-parts-why = The opening should agree with the text.
draft-text-reconsiderations = Bring the text and the table of section four in line: the text says “{ $quote }”, and the table has { $printed }.
draft-text-reconsiderations-why = If the text counts cases carried over, say so in a note.
draft-text-litigations = Bring the text and the table of section four in line: the text says “{ $quote }”, and the table has { $printed }.
draft-text-litigations-why = Lawsuits are those brought directly and those after reconsideration.
draft-text-all-settled = Bring text and table in line: the text says “{ $quote }”, and { $printed } are carried over to the next year.
draft-text-all-settled-why = Where some are carried over, not all are settled.
draft-text-accountability = Add what came of work reviews, public assessment and accountability (工作考核、社会评议、责任追究): the text does not mention them.
draft-text-accountability-why = Article 50 (4) asks governments for it; where there is nothing, 无 is enough.
draft-text-placeholder = Replace “{ $quote }”.
draft-text-placeholder-why = It is left over from the form, or stands where a field or formula failed.
draft-text-year = Check the years in section one: it names other years and not this one.
draft-text-year-why = It was probably taken from an earlier report.
draft-years-applications-column-carried = Check 上年结转 in the column “{ $column }”: last year’s report carried { $before } over, and this one has { $now }.
draft-years-applications-column-carried-why = What last year’s report carries over is what this one carries in.
draft-years-disclosure-line-in-force = Check how many of “{ $line }” are in force: by last year’s report it should be { $computed }, and it is { $printed }.
draft-years-disclosure-line-in-force-why = { $before } in force last year + { $issued } issued - { $repealed } repealed. If they were counted anew, say so in the text.
draft-years-disclosure-line-repealed = Check how many of “{ $line }” were repealed: { $repealed }, more than the { $before } of last year and the { $issued } issued this year.
draft-years-disclosure-line-repealed-why = No more can be repealed than there were.
draft-years-table-identical = Confirm that { $table_name } is not last year’s: all its numbers are the same.
draft-years-table-identical-why = That several numbers other than 0 stay the same is rare.
draft-years-disclosure-fees-jump = Confirm the unit of 行政事业性收费: it has { $first }, a hundred times more or less than last year.
draft-years-disclosure-fees-jump-why = The column counts in 万元; 元 and 万元 were probably confused.
draft-years-review-block-pending = Check “{ $block }”: more cases were pending in last year’s report than there are in all this year.
draft-years-review-block-pending-why = Cases pending last year have a result this year or are still pending.
draft-units-table-sum = Check “{ $line }”{ $several ->
    [more] { " " }and other lines
    *[one] { "" }
    } in { $table_name }: the county has { $printed }, and the reports of its { $count } townships add up to { $computed }.
draft-units-table-sum-why = A county’s report covers its units, and cannot count less than they do; if it is about the county’s own offices only, say so.
draft-tables-missing = Add the tables of sections { $sections }: they were not found.
draft-tables-missing-why = The form asks for tables; where there is nothing, the table stays, with 0.
draft-tables-picture = Make the tables of sections { $sections } real tables: they may be a picture now.
draft-tables-picture-why = Numbers in a picture can be neither checked nor copied nor found.
draft-tables-unknown-label = Check the names of the lines: one is not in the form, and its numbers were not read.
draft-tables-unknown-label-why = Use the words of the form.
draft-tables-unlabelled-values = Look at the tables: one has numbers and names neither lines nor columns.
draft-tables-unlabelled-values-why = Numbers without names cannot be checked.
draft-applications-unlabelled-rows = Look at the table of section three: some rows of numbers have no name.
draft-applications-unlabelled-rows-why = Numbers without a name cannot be checked.
draft-table-lines-missing = Complete { $table_name }: { $count } lines are missing, which are { $missing }.
draft-table-lines-missing-why = Every line of the form stays; where there is nothing, enter 0.
draft-table-line-unreadable = Check the line “{ $line }”: a cell does not hold one whole number.
draft-table-line-unreadable-why = One number in Arabic numerals a cell.
draft-disclosure-unlabelled-rows = Look at the table of section two: some numbers have no name.
draft-disclosure-unlabelled-rows-why = Numbers without a name cannot be checked.
draft-table-line-label = The name of the line “{ $line }” is not quite the form’s; better use its words.
draft-table-line-label-why = It may be an abbreviation or a slip.
draft-table-line-printed-twice = Check “{ $line }”: the line stands twice, with different numbers.
draft-table-line-printed-twice-why = One line is enough.
draft-table-line-unplaced = Look at the line “{ $line }”: it has not as many numbers as columns.
draft-table-line-unplaced-why = There may be a cell too many or too few.
draft-table-line-extra-value = Look at the line “{ $line }”: it has a number too many, perhaps that of the page.
draft-table-line-extra-value-why = The other cells add up.
draft-table-line-digits-merged = Look at the line “{ $line }”: a number seems to stand in two cells, or has a blank in it.
draft-table-line-digits-merged-why = Joined, the line adds up.
draft-applications-line-heads-ignored = Look at the line “{ $line }”: it adds up in another order than that of the heads.
draft-applications-line-heads-ignored-why = Check the order of the heads.
draft-applications-line-heads-doubted = Look at the heads in section three: the columns stand in another order than in the form.
draft-applications-line-heads-doubted-why = Put them in the form’s order.
draft-applications-line-subtotal = The table of section three has one column more, a subtotal; better leave it out.
draft-applications-line-subtotal-why = The form has six kinds of applicants and the total.
draft-applications-line-placed-by-order = Look at the line “{ $line }”: its name was not read; it was known by its place.
draft-applications-line-placed-by-order-why = So read, the sums of the table hold; add the name.
draft-text-fees = Check 行政事业性收费 in section two: the table has an amount, and section six says that nothing was charged.
draft-text-fees-why = If these are different fees, say so; the processing fee is another one.
draft-sections-number-subheadings = Number the sub-headings （一）（二）（三）: now they have 一、二、三、 as the six sections do.
draft-sections-number-subheadings-why = Sub-headings have the next level of numbers, so that readers can tell them apart.
draft-tables-unknown-sheet = Look at the tables: the lines of one are those of no year’s statistics sheet; its numbers were not read.
draft-tables-unknown-sheet-why = Use the names of the form.
draft-statistics-unknown-labels = Look at the statistics sheet: some lines are not in the form, and their numbers were not read.
draft-statistics-unknown-labels-why = Use the names of the form.
draft-statistics-placed-by-text = Look at the statistics sheet: its heads do not name the year; the numbers that the text states were taken.
draft-statistics-placed-by-text-why = Name the year over its column.
draft-statistics-unplaced = Look at the statistics sheet: some lines have several numbers, and it is not clear which is this year’s.
draft-statistics-unplaced-why = Name the year over its column.
draft-tables-run-together = Look at the tables: names and numbers run into one another and were not read.
draft-tables-run-together-why = Use real tables, one number a cell.
draft-table-placed-by-order = Look at { $table_name }: names of lines or heads of columns were not read; the numbers were known by their order.
draft-table-placed-by-order-why = Add the names and heads, and look at the numbers once more.
draft-table-unsure = Look at { $table_name }: only the stored values are known, not how they are shown.
draft-table-unsure-why = Save the file as XLSX and check again.
draft-identity-issuer-stranger = Check the name of the unit: the title or the opening names no township, and another place does.
draft-identity-issuer-stranger-why = It may have been copied from another report.
draft-review-unplaced = Look at the table of section four: it has not as many numbers as columns.
draft-review-unplaced-why = The form has fifteen cells.
draft-disclosure-line-unit = Check the unit of “{ $line }”: the form counts in 万元, and the table names another unit.
draft-disclosure-line-unit-why = Convert it to 万元.
draft-readers-part = Look at { $part }: two ways of reading it differ.
draft-readers-part-why = The markup of the page may be broken.
draft-readers-table-line = Look at the line “{ $line }”: two ways of reading it differ.
draft-readers-table-line-why = The markup of the page may be broken.
draft-document-nothing-read = Is this the right file? Neither the six sections nor the tables were found.
draft-document-nothing-read-why = It may be only a cover or a notice.
draft-document-unread-parts = Look at the file: some pages, pictures or sheets were not read.
draft-document-unread-parts-why = What was not read was not checked.
draft-table-recognised = Look at { $table_name }: it was recognised from a picture.
draft-table-recognised-why = Recognition can err; a file with text is better.
draft-table-line-recognised = Please check: { $detail }
draft-table-line-recognised-why = { $explained }
draft-applications-line-index-joined = Please check: { $detail }
draft-applications-line-index-joined-why = { $explained }
draft-applications-columns-missing = Please check: { $detail }
draft-applications-columns-missing-why = { $explained }
draft-identity-issuer-ambiguous = Please check: { $detail }
draft-identity-issuer-ambiguous-why = { $explained }
draft-identity-issuer-corrected = Please check: { $detail }
draft-identity-issuer-corrected-why = { $explained }
draft-identity-issuer-disagrees = Please check: { $detail }
draft-identity-issuer-disagrees-why = { $explained }
draft-identity-issuer-former-kind = Please check: { $detail }
draft-identity-issuer-former-kind-why = { $explained }
draft-identity-issuer-misfiled = Please check: { $detail }
draft-identity-issuer-misfiled-why = { $explained }
draft-identity-issuer-unlisted = Please check: { $detail }
draft-identity-issuer-unlisted-why = { $explained }
draft-identity-issuer-remark = Please check: { $detail }
draft-identity-issuer-remark-why = { $explained }
draft-identity-year-disagrees = Please check: { $detail }
draft-identity-year-disagrees-why = { $explained }
draft-dates-published-before-year-end = Please check: { $detail }
draft-dates-published-before-year-end-why = { $explained }
draft-dates-published-disagrees = Please check: { $detail }
draft-dates-published-disagrees-why = { $explained }
draft-dates-published-future = Please check: { $detail }
draft-dates-published-future-why = { $explained }
draft-dates-published-impossible = Please check: { $detail }
draft-dates-published-impossible-why = { $explained }

# Pages and terminal
draft-head-correct = To correct
draft-head-confirm = To check
draft-head-improve = To improve
draft-head-unread = Read with doubt: please look
draft-count-correct = { $count } to correct
draft-count-confirm = { $count } to check
draft-count-improve = { $count } to improve
draft-count-unread = { $count } read with doubt
draft-between = { ", " }
draft-clean = Nothing was found. Please read it through once more before it is published.
draft-found = { $counts }.
draft-checked = { $sections } sections and { $numbers } numbers in tables were read.
draft-checked-beside = { $sections } sections and { $numbers } numbers in tables were read, and compared with the report of { $previous }.
draft-fix = Look at line “{ $line }”, column “{ $column }” first: with { $value } there, several sums come out together.
draft-untitled = no title was found
draft-where = Where: { $place }
draft-why = Why: { $why }
draft-web-lead = Choose an annual report that is not published yet, and read what a careful colleague would say of it: sums, text against table, gaps, years, words and punctuation.
draft-web-kept = The file is read once, in memory; it is neither stored nor logged, and does not become part of the archive.
draft-web-draft = The report (DOCX, DOC, WPS, PDF, OFD, web page, spreadsheet; at most { $megabytes } MB)
draft-web-previous = Last year's report (optional; the archive's is taken where it has one)
draft-web-button = Check
draft-web-again = Check another
draft-web-too-large = The file is too large: at most { $megabytes } MB.
draft-web-no-file = Choose a file first.
draft-web-busy = Others are being served at the moment; please try again shortly.
draft-page-title = Self-check of an annual report
draft-page-tables = Tables
draft-page-text = Text
draft-page-remarks = Remarks
draft-page-foot = These remarks are reminders; the original and the facts decide. Marked cells and passages carry the numbers of the remarks above.
draft-place-cell = { $section }, line “{ $line }”, column “{ $column }”
draft-place-line = { $section }, line “{ $line }”
draft-section-0 = title and opening
draft-section-1 = 1 总体情况
draft-section-2 = 2 主动公开政府信息情况
draft-section-3 = 3 收到和处理政府信息公开申请情况
draft-section-4 = 4 政府信息公开行政复议、行政诉讼情况
draft-section-5 = 5 存在的主要问题及改进情况
draft-section-6 = 6 其他需要报告的事项
draft-heading-1 = 总体情况
draft-heading-2 = 主动公开政府信息情况
draft-heading-3 = 收到和处理政府信息公开申请情况
draft-heading-4 = 政府信息公开行政复议、行政诉讼情况
draft-heading-5 = 存在的主要问题及改进情况
draft-heading-6 = 其他需要报告的事项
draft-table-disclosure = the table of section two
draft-table-applications = the table of section three
draft-table-review = the table of section four
draft-table-statistics = the statistics sheet
draft-comment-author = nianbao check
draft-not-docx = { $file } is no DOCX and cannot be marked; save it as DOCX, or use --html for a marked page
draft-part-kind = the kind of document
draft-part-year = the year
draft-part-issuer = the issuer
