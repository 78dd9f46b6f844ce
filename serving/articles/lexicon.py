"""The words by which articles show who speaks: cue verbs, posts, kinds of body, given names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

SPEECH_STEMS = """
accept:accepts:accepted:accepting acknowledge:acknowledges:acknowledged:acknowledging add:adds:added:adding
admit:admits:admitted:admitting advise:advises:advised:advising affirm:affirms:affirmed:affirming
agree:agrees:agreed:agreeing allege:alleges:alleged:alleging announce:announces:announced:announcing
answer:answers:answered:answering argue:argues:argued:arguing ask:asks:asked:asking assert:asserts:asserted:asserting
assure:assures:assured:assuring believe:believes:believed:believing blog:blogs:blogged:blogging
caution:cautions:cautioned:cautioning claim:claims:claimed:claiming comment:comments:commented:commenting
complain:complains:complained:complaining concede:concedes:conceded:conceding conclude:concludes:concluded:concluding
confess:confesses:confessed:confessing confirm:confirms:confirmed:confirming contend:contends:contended:contending
continue:continues:continued:continuing counter:counters:countered:countering cry:cries:cried:crying
declare:declares:declared:declaring demand:demands:demanded:demanding deny:denies:denied:denying
disclose:discloses:disclosed:disclosing emphasise:emphasises:emphasised:emphasising
emphasize:emphasizes:emphasized:emphasizing enthuse:enthuses:enthused:enthusing
estimate:estimates:estimated:estimating exclaim:exclaims:exclaimed:exclaiming expect:expects:expected:expecting
explain:explains:explained:explaining fear:fears:feared:fearing feel:feels:felt:feeling
forecast:forecasts:forecast:forecasting hint:hints:hinted:hinting hope:hopes:hoped:hoping
insist:insists:insisted:insisting interject:interjects:interjected:interjecting joke:jokes:joked:joking
lament:laments:lamented:lamenting maintain:maintains:maintained:maintaining muse:muses:mused:musing
note:notes:noted:noting object:objects:objected:objecting observe:observes:observed:observing
pledge:pledges:pledged:pledging point:points:pointed:pointing post:posts:posted:posting
predict:predicts:predicted:predicting proclaim:proclaims:proclaimed:proclaiming promise:promises:promised:promising
propose:proposes:proposed:proposing protest:protests:protested:protesting question:questions:questioned:questioning
quip:quips:quipped:quipping reason:reasons:reasoned:reasoning recall:recalls:recalled:recalling
reckon:reckons:reckoned:reckoning recognise:recognises:recognised:recognising
recommend:recommends:recommended:recommending reflect:reflects:reflected:reflecting
reiterate:reiterates:reiterated:reiterating remark:remarks:remarked:remarking remind:reminds:reminded:reminding
repeat:repeats:repeated:repeating reply:replies:replied:replying report:reports:reported:reporting
respond:responds:responded:responding retort:retorts:retorted:retorting reveal:reveals:revealed:revealing
say:says:said:saying shout:shouts:shouted:shouting state:states:stated:stating stress:stresses:stressed:stressing
suggest:suggests:suggested:suggesting suspect:suspects:suspected:suspecting tell:tells:told:telling
testify:testifies:testified:testifying think:thinks:thought:thinking tweet:tweets:tweeted:tweeting
underline:underlines:underlined:underlining urge:urges:urged:urging volunteer:volunteers:volunteered:volunteering
vow:vows:vowed:vowing warn:warns:warned:warning inform:informs:informed:informing email:emails:emailed:emailing mutter:mutters:muttered:muttering
murmur:murmurs:murmured:murmuring plead:pleads:pleaded:pleading beg:begs:begged:begging
record:records:recorded:recording grumble:grumbles:grumbled:grumbling whisper:whispers:whispered:whispering
query:queries:queried:querying indicate:indicates:indicated:indicating
clarify:clarifies:clarified:clarifying speculate:speculates:speculated:speculating
anticipate:anticipates:anticipated:anticipating snap:snaps:snapped:snapping sigh:sighs:sighed:sighing
laugh:laughs:laughed:laughing intervene:intervenes:intervened:intervening venture:ventures:ventured:venturing
offer:offers:offered:offering grin:grins:grinned:grinning shrug:shrugs:shrugged:shrugging groan:groans:groaned:groaning
fume:fumes:fumed:fuming thunder:thunders:thundered:thundering scoff:scoffs:scoffed:scoffing growl:growls:growled:growling
boast:boasts:boasted:boasting sniff:sniffs:sniffed:sniffing roar:roars:roared:roaring yell:yells:yelled:yelling
reassure:reassures:reassured:reassuring chuckle:chuckles:chuckled:chuckling implore:implores:implored:imploring
confide:confides:confided:confiding moan:moans:moaned:moaning
wonder:wonders:wondered:wondering worry:worries:worried:worrying write:writes:wrote:writing:written
remember:remembers:remembered:remembering recount:recounts:recounted:recounting opine:opines:opined:opining
bark:barks:barked:barking bellow:bellows:bellowed:bellowing seethe:seethes:seethed:seething gush:gushes:gushed:gushing
enquire:enquires:enquired:enquiring inquire:inquires:inquired:inquiring interrupt:interrupts:interrupted:interrupting
rejoin:rejoins:rejoined:rejoining marvel:marvels:marvelled:marvelling
"""
"""Verbs that report words, each as its forms; the third (and fifth) form is the participle."""

VIEW_STEMS = """
prefer:prefers:preferred:preferring bemoan:bemoans:bemoaned:bemoaning deplore:deplores:deplored:deploring mock:mocks:mocked:mocking
lambast:lambasts:lambasted:lambasting savage:savages:savaged:savaging castigate:castigates:castigated:castigating
accuse:accuses:accused:accusing appeal:appeals:appealed:appealing applaud:applauds:applauded:applauding
blame:blames:blamed:blaming refute:refutes:refuted:refuting rule:rules:ruled:ruling doubt:doubts:doubted:doubting threaten:threatens:threatened:threatening
attack:attacks:attacked:attacking back:backs:backed:backing blast:blasts:blasted:blasting
brand:brands:branded:branding call:calls:called:calling challenge:challenges:challenged:challenging
champion:champions:championed:championing characterise:characterises:characterised:characterising
compare:compares:compared:comparing condemn:condemns:condemned:condemning criticise:criticises:criticised:criticising
criticize:criticizes:criticized:criticizing decry:decries:decried:decrying defend:defends:defended:defending
denounce:denounces:denounced:denouncing deride:derides:derided:deriding describe:describes:described:describing
dismiss:dismisses:dismissed:dismissing dispute:disputes:disputed:disputing dub:dubs:dubbed:dubbing
echo:echoes:echoed:echoing endorse:endorses:endorsed:endorsing express:expresses:expressed:expressing
find:finds:found:finding assume:assumes:assumed:assuming envisage:envisages:envisaged:envisaging
consider:considers:considered:considering resolve:resolves:resolved:resolving judge:judges:judged:judging
calculate:calculates:calculated:calculating credit:credits:credited:crediting attribute:attributes:attributed:attributing
want:wants:wanted:wanting settle:settles:settled:settling undertake:undertakes:undertook:undertaking
hail:hails:hailed:hailing highlight:highlights:highlighted:highlighting identify:identifies:identified:identifying
label:labels:labelled:labelling liken:likens:likened:likening name:names:named:naming oppose:opposes:opposed:opposing
outline:outlines:outlined:outlining pour:pours:poured:pouring praise:praises:praised:praising
quote:quotes:quoted:quoting raise:raises:raised:raising rate:rates:rated:rating refer:refers:referred:referring
regard:regards:regarded:regarding reject:rejects:rejected:rejecting ridicule:ridicules:ridiculed:ridiculing
show:shows:showed:showing salute:salutes:saluted:saluting share:shares:shared:sharing slam:slams:slammed:slamming speak:speaks:spoke:speaking
support:supports:supported:supporting term:terms:termed:terming vocalise:vocalises:vocalised:vocalising
voice:voices:voiced:voicing welcome:welcomes:welcomed:welcoming
"""
"""Verbs that report a view; by themselves they introduce fragments and reported speech, not whole quotations."""

PHRASAL_VERBS = """
call for:calls for:called for:calling for; call on:calls on:called on:calling on; hit out:hits out:hit out:hitting
out; hit back:hits back:hit back:hitting back; point out:points out:pointed out:pointing out; go on:goes on:went
on:going on; chip in:chips in:chipped in:chipping in; sum up:sums up:summed up:summing up; sum it up:sums it up:summed
it up:summing it up; put it:puts it:put it:putting it; speak out:speaks out:spoke out:speaking out; set out:sets
out:set out:setting out; own up:owns up:owned up:owning up; cut in:cuts in:cut in:cutting in; put in:puts in:put
in:putting in; call back:calls back:called back:calling back; draw attention:draws attention:drew attention:drawing
attention; take issue:takes issue:took issue:taking issue; make clear:makes clear:made clear:making clear; make it
clear:makes it clear:made it clear:making it clear; push back:pushes back:pushed back:pushing back; weigh in:weighs
in:weighed in:weighing in; lash out:lashes out:lashed out:lashing out; spell out:spells out:spelled out:spelling out;
play down:plays down:played down:playing down; read:reads:read:reading; cast doubt:casts doubt:cast doubt:casting
doubt; break in:breaks in:broke in:breaking in; butt in:butts in:butted in:butting in; shoot back:shoots back:shot back:shooting back; fire back:fires back:fired back:firing back; chime in:chimes in:chimed in:chiming in; pipe up:pipes up:piped up:piping up; call out:calls out:called out:calling out; rule out:rules out:ruled out:ruling out; work out:works out:worked out:working out; give warning:gives warning:gave warning:giving warning; pay tribute:pays tribute:paid tribute:paying tribute
"""

VIEW_ADJECTIVES = """
    adamant afraid alarmed ambivalent angry anxious apprehensive blunt certain clear concerned confident convinced critical doubtful
    cautious delighted disappointed dismayed dismissive dubious encouraged enthusiastic fearful frank frustrated
    furious hopeful more-optimistic optimistic pessimistic pleased positive proud relieved sceptical scathing
    skeptical sure surprised suspicious sympathetic unconvinced unequivocal unhappy unimpressed unmoved unpersuaded
    relaxed unanimous uneasy upbeat upset wary withering worried
    """.split()

DOCUMENTS = """
    account findings advert agreement analysis annex appendix article assessment banner bid blog blueprint briefing brochure bulletin case column
    consultation document documents dossier draft editorial estimate email emails evaluation factsheet file flyer footnote guidance handout guide inquiry invitation judgment
    leaflet letter letters manifesto memo memorandum message minutes model modelling motion newsletter note notes
    notice outline page pamphlet paper papers petition placard plan plans plaque post poster presentation proposal proposals
    press-release prospectus publication record register report reports response review sign site slide slides source-book statement
    statements strategy strategies studies study submission submissions summary survey tweet verdict vision webpage
    website
    """.split()

GROUPS = """
    academics marchers mayors mothers mums protestors scientists teachers activists administrators advisers advocates allies analysts attendees audience authorities auditors authors backbenchers board bosses
    boards campaigners carers charities chairs chiefs clinicians colleagues commentators commissioners committee committees
    consultants councillors councils critics delegates directors doctors economists evaluators executives experts
    families figures finance-directors GPs governors group groups health-chiefs heads insiders inspectors insurers
    leaders lawyers locals managers medics members midwives ministers MPs musicians neighbours nurses observers
    officers officials one opponents opposition organisers organisations owners panel panellists paramedics parents
    participants parties partners patients peers people pensioners pharmacists physiotherapists planners players
    politicians practitioners professionals professors protesters providers psychiatrists radiographers readers
    relatives representatives researchers residents respondents scrutineers signatories some others sources speakers
    spokespeople staff stakeholders students supporters surgeons suppliers survivors teams therapists think-tanks
    tenants tories them trustees trusts unions users voices volunteers voters watchdogs workers writers
    """.split()

BODIES = """
    academy agency court tribunal alliance arm association authority board body borough branch CCG CCGs CQC campaign centre charity
    church club coalition college collaborative commission committee company confederation conference consortium
    consultancy corporation council deanery department directorate executive federation firm forum foundation fund
    government group hospice hospital hospitals inspectorate institute LMC lobby magazine ministry movement network
    newspaper NHS office organisation organisations panel parliament partnership party practice press-office
    programme provider publisher quango regime regulator school scheme secretariat senate service society STP supplier
    surgery system taskforce team think-tank thinktank treasury tribunal trust union unit university vanguard
    watchdog
    """.split()

ROLE_HEADS = """
    CEO academic accountant activist actuary adviser advisor advocate agitator alderman ally ambassador analyst
    anaesthetist architect assistant assessor associate auditor author backbencher barrister biographer bishop
    blogger boss builder buyer cabinet-member campaigner candidate canon cardiologist care-worker carer caseworker
    chair chairman chairperson chairwoman chancellor chaplain chief citizen cleaner clerk clinician co-author
    co-chair co-chairman co-chairwoman co-director co-founder co-lead co-leader co-ordinator coach columnist
    commander commentator commissioner comptroller constituent consultant controller convener convenor coordinator
    coroner correspondent councillor councilor counsellor creator critic daughter dad dean delegate dentist deputy
    dermatologist designer developer dietitian director doctor driver economist editor educator employee engineer
    entrepreneur envoy executive expert facilitator farmer father fellow firefighter founder friend geriatrician
    governor GP grandmother grandfather gynaecologist head headteacher non-executive health-visitor
    healthcare-assistant historian host husband insider inspector interpreter investigator investor journalist judge
    landlord lawyer lead leader lecturer librarian lobbyist locum lord magistrate manager marketer mayor mayoress
    matron medic member mentor midwife minister moderator mother MP MPs mum MEP MSP AM minder negotiator neurologist
    neighbour nurse nutritionist obstetrician officer official oncologist operator opponent ophthalmologist
    optometrist organiser organizer owner paediatrician panellist paramedic parent participant partner pastor
    patient peer pensioner permanent-secretary pharmacist PhD-student philosopher physician physicist
    physiotherapist planner pathologist podiatrist policymaker politician porter postman practitioner premier
    president priest principal proposer producer professor programmer protester protestor provost psychiatrist psychologist
    publican publisher QC radiographer radiologist reader receptionist rector registrar relative reporter
    representative rep researcher resident respondent reverend scholar scientist scrutineer seconder secretary senator
    shopkeeper sister social-worker son solicitor source speaker specialist spokesman spokesperson spokeswoman
    statistician steward strategist student superintendent supervisor supporter surgeon survivor teacher technician
    teller therapist tory trainee treasurer trawlerman miner fisherman steelworker docker hairdresser electrician plumber
    childminder postmistress trustee tutor undersecretary under-secretary user vet vicar vice-chair
    vice-chairman vice-chancellor vice-president victim volunteer warden whip whistleblower wife witness woman man
    acupuncturist aide announcer apprentice archdeacon artist audiologist aunt barber barmaid barman biochemist biologist
    bookseller broadcaster broker brother bursar butcher bystander cabbie cameraman caretaker cartoonist
    chemist chiropodist churchwarden comedian commuter constable cousin curate customer cyclist deacon
    detective diner ecologist endocrinologist epidemiologist florist frontbencher gardener gastroenterologist
    granddaughter grandparent grandson greengrocer grocer haematologist heckler hotelier housewife imam immunologist
    intensivist joiner landlady locksmith mechanic merchant microbiologist milkman milliner motorist musician
    neonatologist nephew nephrologist neuroscientist neurosurgeon newsagent newsreader niece novelist ombudsman onlooker
    optician orthodontist osteopath passenger passer-by phlebotomist photographer plasterer
    playwright poet postgraduate presenter pupil rabbi radiotherapist rheumatologist roofer salesman schoolboy
    schoolgirl seller sergeant servant shopper singer soldier sonographer stallholder supremo tailor teenager tenant
    tobacconist townsman trader tsar uncle undertaker urologist veteran villager virologist waiter waitress widow
    widower worker writer clinician-lead nurse-lead medic-in-chief cofounder stakeholder
    """.split()
"""Last words of posts. Compound heads are written with a hyphen here."""

ORG_WORDS = frozenset(
    """
    Collaboration Inspectorate Ombudsman Tribunal Cluster Consortia Watchdog Regulator Observer Guardian Mirror Examiner Express Mercury
    Academy Action Agency Airlines Airways Regime Alliance Ambulance Assembly Assembly's Association Associates Authority Authorities BBC
    BMA Board Borough Branch Breweries Britain Buses CCG CCGs CIPFA CIC CQC CSP CSU Campaign Care Cabinet Centre Centre's Chamber
    Charity Church Clinic Clinical Club Coalition Collaborative College Colleges Commission Commissioning
    Commissioners Committee Community Company Concern Confed Confederation Conference Congress Convention Consortium Consulting
    Consultancy Corporation Council Councils County Crisis DHSC Defend Department Dept Diagnostics Directorate
    District Division England Enterprise Executive Exchange Federation Ferries Foods Fed Forum Foundation Fund GMB GP GPs
    Government Group HEE HSJ Headquarters Health HealthCare Healthcare Healthwatch Holdings Home Homes Hospice Hospital
    Hospitals House Housing Improvement Inc Independent Infirmary Initiative Innovation Inquiry Institute
    Institution Insight International Justice King's Kings Labs Laboratories Labour LGA LLP LMC LMCs Lab Leaders
    League Learning Limited Local Ltd Macmillan Magazine Managers Medical Mencap Mind Ministry Momentum Monitor Motors
    Movement NAO NHS NHSE NHSI NICE National Network News Nuffield Nursing Nurses Observatory Office Ofsted
    Organisation PCT PHE PLC Parliament Partners Partnership Partnerships Party Patients Pensioners Pharma Pharmaceuticals
    Physicians Policy Practice Practitioners Press Primary Programme Project Providers Psychiatrists Public RCGP RCM
    RCN RCP Radio Railways Red Reform Region Regional Relate Research Royal SOLACE STP STPs Save School Scope Scrutiny
    Secretariat Senate Service Services Shadow Society Solutions Staff Stores Surgeons Surgery Systems TDA TUC Taskforce
    Technologies Telegraph Times Touchstone Transformation Treasury Trust Trusts UKIP UNISON UCL UK Union Unions
    Unison Unit Unite Unite's University Weekly Digest Dispatch Gazette Echo Herald Mail Argus Chronicle Advertiser Courier Journal Bulletin Ledger Vanguard Voices Volunteers Watch Water Wellbeing Welfare Women's Workers
    """.split()
)
"""Words that make a run of capitalised words the name of a body, not of a person."""

NOT_NAMES = frozenset(
    """
    Overview Scrutiny Election
    A An The This That These Those There Here It Its He She They We I You His Her Their Our My Your One Two Three
    Four Five Six Seven Eight Nine Ten Both Some Many Most All Another Other Others Each Every Any No Not Nobody
    Somebody Everyone Everybody Nothing Something What When Where Which Who Whose Why How If Whether While As At By
    For From In Into Of Off On Onto Over Under Up Upon With Within Without To Until Till Through Throughout During
    Since After Before Between Among Amid Against About Above Across Along Around Because Although Though But And Or
    Nor So Yet Then Than Thus Hence However Meanwhile Moreover Nevertheless Nonetheless Also Even Only Just Still
    Again Ever Never Now Today Yesterday Tomorrow Tonight Last Next First Second Third Fourth Fifth Sixth Seventh
    Finally Earlier Later Recently Speaking Asked Writing Responding Commenting Addressing Adding Citing Concluding
    Quoting Referring Reacting Replying Pressed Questioned Told Introducing Opening Closing Turning Summing Chairing
    According Despite Except Instead Indeed Perhaps Maybe Once Twice Nearly Almost About Around Under Unlike Like
    Ask Take Meet Enter Consider Imagine Ring Phone Cue Ultimately Overall Elsewhere Currently Clearly Sadly Frankly Crucially Interestingly Ironically Unsurprisingly
    Surprisingly Privately Publicly Yes Please Thanks Thank Dear Sources Campaigners Councillors Residents Patients
    Staff Doctors Nurses Ministers Critics Officials Bosses Chiefs Leaders Protesters Opponents Supporters Unions
    Councils Hospitals Trusts Plans Proposals Documents Papers Minutes Monday Tuesday Wednesday Thursday Friday
    Saturday Sunday January February March April May June July August September October November December Spring
    Summer Autumn Winter Christmas Easter Brexit Paper Footnote Parliamentary Under-Secretary Undersecretary Privy
    Seal Read More Related Stories Sign Click Picture Pictured Image Photo Photograph Caption Video Watch Listen
    Follow Share Comment Comments Update Updated Published Posted Credit Copyright Notes Ends Editor Editors Contact
    Media Enquiries North South East West Northern Southern Eastern Western Central Greater Upper Lower Great Mid
    New Old Inner Outer Street Road Lane Square Hall Valley Vale Coast Bay Town City Village Shire Hills Downs Dales
    Forest Isle Isles River Park Accident Emergency Five Year Forward View Sustainability Transformation Plan STP
    STPs Better Fund Success Regime Devolution Footprint Accountable Integrated System Systems Question Questions
    Answer Chapter Section Item Agenda Appendix Figure Table Annex European English British Scottish Welsh Irish
    American Tory Tories Conservative Conservatives Labour Liberal Democrat Democrats Lib Dem Dems Green Greens
    Plaid UKIP SNP DUP Commons Lords Westminster Whitehall Downing Number Director Directors Chief Executive
    Executives Chair Chairman Chairwoman Leader Deputy Vice Secretary Minister MP MPs MEP Officer Head Manager
    President Professor Mayor Councillor Councillors Cllr Senior Medical Clinical Finance Operating Governor
    Governors Member Members Cabinet Portfolio Holder Spokesman Spokeswoman Spokesperson Consultant Surgeon Nurse
    Doctor GP GPs Shadow Strategy Strategic Operations Communications Policy Lead Leads Co-chair Interim Acting
    Former Programme Project Adult Social Children Public Mental Primary Secondary Acute Community Speaker Source
    Interviewer Host Panel Panellists Participants Present Apologies Attendees Roundtable Delegates Commissioner
    Registrar Analysis Exclusive Comment Opinion Editorial Interview Profile Feature Letters Letter Report Review
    Survey Poll Column Hansard Debate Drs Cllrs Profs Messrs
    """.split()
)
"""Capitalised words that no person is called by, at least not in an article."""

HONORIFICS = {
    "Mr": "he", "Sir": "he", "Lord": "he", "Baron": "he", "Justice": "", "Father": "he", "Fr": "he", "Earl": "he", "Viscount": "he",
    "Mrs": "she", "Ms": "she", "Miss": "she", "Dame": "she", "Lady": "she", "Baroness": "she", "Madam": "she",
    "Dr": "", "Prof": "", "Professor": "", "Cllr": "", "Clr": "", "Coun": "", "Councillor": "", "Ald": "", "Alderman": "", "Mx": "",
    "Rev": "", "Revd": "", "Reverend": "", "Canon": "", "Bishop": "", "Hon": "", "Judge": "", "Sgt": "", "Capt": "",
    "Captain": "", "Major": "", "Colonel": "", "Col": "", "Sister": "she", "Rabbi": "", "Imam": "", "Archdeacon": "",
}  # fmt: skip
"""Titles before a name, with the pronoun that they decide."""

LOWER_NAME_PARTS = (
    "de",
    "da",
    "del",
    "della",
    "der",
    "den",
    "di",
    "du",
    "van",
    "von",
    "al",
    "el",
    "bin",
    "ibn",
    "la",
    "le",
    "ap",
    "ab",
)

ROLE_TOPICS = (
    "Adult Social Care|Adults|Adult Services|Children|Public Health|Nursing|Finance|Operations|Strategy|Policy|Commissioning|Transformation|"
    "Human Resources|Organisational Development|Customer Services|Legal Services|Regeneration|Resources|Engagement|"
    "Research|Health|Communications|Quality|Integration|Integrated Care|People|Housing|Social Care|Primary Care|Planning|Performance|Workforce|Improvement|"
    "State|Communities|Corporate Affairs|External Affairs|Public Affairs|Delivery|Partnerships|Estates|Governance|Medicine"
)


def phrase_pattern(words: Iterable[str]) -> str:
    """Return an alternation of words, longest first; a hyphen in a word also stands for a space."""
    return _alternation(tuple(words))


@cache
def _alternation(words: tuple[str, ...]) -> str:
    """Return the alternation as a trie: what begins alike is tried once, not word by word."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for letter in word:
            node = node.setdefault("[- ]" if letter == "-" else re.escape(letter), {})
        node[""] = {}
    return _branches(trie)


def _branches(node: dict[str, Any]) -> str:
    following = [letter + _branches(node[letter]) for letter in sorted(node) if letter]
    if not following:
        return ""
    if len(following) == 1 and "" not in node:
        return following[0]
    return f"(?:{'|'.join(following)}){'?' if '' in node else ''}"


def _kinds(verbs: Iterable[str]) -> dict[str, str]:
    kinds = ("base", "third", "past", "ing", "past")
    return {form.strip(): kind for verb in verbs for form, kind in zip(verb.split(":"), kinds, strict=False)}


@cache
def speech_forms() -> dict[str, str]:
    """Return every form of a verb that reports words, with its form's kind: base, third, past or ing."""
    return _kinds(re.findall(r"\S+:\S+", SPEECH_STEMS))


@cache
def view_forms() -> dict[str, str]:
    """Return every form of a verb that reports a view, phrasal ones too."""
    return _kinds(re.findall(r"\S+:\S+", VIEW_STEMS)) | _kinds(" ".join(PHRASAL_VERBS.split()).split(";"))


@cache
def _siblings() -> dict[str, tuple[str, ...]]:
    verbs = [*re.findall(r"\S+:\S+", SPEECH_STEMS), *re.findall(r"\S+:\S+", VIEW_STEMS)]
    forms = [tuple(verb.split(":")) for verb in verbs]
    return {form: tuple(f for f in verb if f != form) for verb in forms for form in verb}


def sibling_forms(form: str) -> tuple[str, ...]:
    """Return the other forms of a verb."""
    return _siblings().get(form, ())


@cache
def places() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of towns and counties in one word, and the first two words of those in several."""
    lines = (files(__package__) / "places.txt").read_text(encoding="utf-8").splitlines()
    single = [line.removeprefix("one: ") for line in lines if line.startswith("one: ")]
    several = [line.removeprefix("several: ") for line in lines if line.startswith("several: ")]
    return frozenset(" ".join(single).split()), frozenset("|".join(several).split("|"))


@cache
def given_names() -> dict[str, str]:
    """Return known given names with the pronoun that goes with them: "he", "she" or "" for either."""
    found: dict[str, str] = {}
    for line in (files(__package__) / "given_names.txt").read_text(encoding="utf-8").splitlines():
        pronoun, _, names = line.partition(":")
        if pronoun in ("he", "she", "either"):
            for name in names.split():
                doubtful = pronoun == "either" or found.get(name, pronoun) != pronoun
                found[name] = "" if doubtful else pronoun
    return found
