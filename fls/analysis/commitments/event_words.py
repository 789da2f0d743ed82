"""The words by which kinds of events are recognised."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["NO_EVENT", "RULES", "EventRule", "list_noun_forms", "list_verb_forms"]


class EventRule(NamedTuple):
    """Words of one kind of event; a kind may have several rules.

    Attributes
    ----------
    kind : str
    verbs : str
        In their base form; for the others see :func:`list_verb_forms`.
    objects : str
        What is done or happens, in the singular; for plurals see :func:`list_noun_forms`.
    sure : str
        Nouns and phrases that decide for the kind without a verb; words of a phrase are joined by
        ``_``.
    hints : str
        Words that decide for it if the clause contains nothing else.
    is_subject : bool
        Whether the object must come before the verb.
    """

    kind: str
    verbs: str = ""
    objects: str = ""
    sure: str = ""
    hints: str = ""
    is_subject: bool = False


#: In the order in which ties are settled.
RULES = (
    EventRule(
        "readout",
        "report announce expect release anticipate publish present await pending due available",
        "data assay",
        "top_line_data top_line_results readout read-out interim_data trial_results"
        " results_pending",
    ),
    EventRule("readout", "topline top-line", "data results"),
    EventRule(
        "readout",
        "report announce await pending release share publish",
        "results",
        "results_from_the_trial results_from_the_study results_from_these_trials"
        " update_from_the_trial update_from_the_study",
    ),
    EventRule(
        "trial_start",
        "start begin initiate commence launch dose enter advance conduct plan undertake open"
        " pursue initiation",
        "trial dosing cohort phase_2 phase_3 phase_ii phase_iii phase_2/3 clinical_trial"
        " clinical_study pivotal_study extension_study first_patient",
        "pivotal_trial clinical_testing clinical_feasibility_study early_feasibility_study",
        "study_completion trial_completion",
    ),
    EventRule("trial_start", "start begin initiate commence launch conduct", "study"),
    EventRule("trial_start", "test evaluated", "in_human in_patient in_healthy"),
    EventRule(
        "enrolment",
        "enrol enroll recruit randomize randomise complete accrue reach",
        "enrollment enrolment patient subject participant recruitment volunteer",
        "begin_enrolling begin_recruiting start_enrolling start_recruiting",
        "enrollment_completion enrolment_completion",
    ),
    EventRule(
        "approval",
        "expect anticipate receive obtain grant issue secure clear await seek pursue approve"
        " pending due subject require regain",
        "approval clearance authorization authorisation permit certification licence license"
        " marking designation decision compliance patent",
        "pdufa fda_registration confirmation_of_compliance",
        "approval clearance",
    ),
    EventRule(
        "filing",
        "submit file lodge register prepare resubmit amend",
        "application nda bla ind submission pre-submission dossier 510 filing prospectus"
        " statement form registration amendment report",
        "to_file will_file will_be_filed resubmit resubmitting resubmission",
        "submit",
    ),
    EventRule(
        "filing",
        "expected planned targeted anticipated",
        "submission resubmission nda bla filing",
        is_subject=True,
    ),
    EventRule(
        "presentation",
        "present host exhibit showcase attend participate speak hold join demonstrate support"
        " highlight moderate meet engage display take_part feature organize organise convene",
        "conference congress symposium meeting forum webinar webcast poster abstract event"
        " summit expo booth exhibition fair session panel keynote agm",
        "turnout will_showcase will_be_showcasing will_exhibit will_host to_exhibit annual_meeting"
        " available_to_meet available_for_meetings available_for_one-on-one",
        "conference summit symposium webinar agm event virtual_meeting moderated",
    ),
    EventRule(
        "closing",
        "close complete consummate effectuate finalize finalise acquire merge pursue target sell"
        " seek extend enter buy divest identify evaluate subject",
        "transaction merger acquisition deal purchase sale combination divestiture"
        " demerger takeover",
        "business_combination business_combinations acquisition_strategy tender_offer"
        " tender_offers to_acquire will_acquire be_acquired m&a final_close spin_off spin_out"
        " spin-off spin-out spinoff spinout spinning_off spinning_out",
        "acquire acquiring acquisitions closing completion_is",
    ),
    EventRule(
        "closing",
        "expected anticipated scheduled planned targeted slated subject",
        "completion_of_the_acquisition completion_of_the_business_combination"
        " completion_of_the_merger completion_of_the_offering completion_of_the_proposed"
        " completion_of_the_purchase completion_of_the_sale completion_of_the_transaction",
        is_subject=True,
    ),
    EventRule("closing", "sell acquire divest buy", "property asset business subsidiary stake"),
    EventRule(
        "closing", "close complete consummate", "offering placement financing tranche arrangement"
    ),
    EventRule(
        "financing",
        "raise issue borrow refinance draw hold upsize use sell allocate finance secure",
        "capital financing funding offering placement note share loan credit_facility ipo"
        " proceeds debt equity warrant debenture security bond funds",
        "refinancing private_placement net_proceeds use_of_proceeds reverse_split stock_split"
        " forward_split share_split share_consolidation",
        "financing proceeds funding_will funding_round additional_funding sufficient_funding"
        " newly_secured_funding",
    ),
    EventRule("financing", "fund", "proceeds operation expenditure project program exploration"),
    EventRule(
        "financing",
        "list trade uplist delist move",
        "nasdaq nyse symbol exchange ticker tsx tsxv otcqx otcqb token",
        "uplist uplisting up-listing begin_trading commence_trading resume_trading start_trading"
        " for_trading ticker_symbol trading_pair trading_pairs under_the_symbol",
    ),
    EventRule(
        "payment",
        "pay distribute receive repay redeem repurchase return declare propose make contribute"
        " donate obtain eligible",
        "dividend distribution milestone payment royalty repurchase buyback installment"
        " redemption coupon cash_proceeds",
        "dividend dividends buyback buybacks repurchase repurchases",
    ),
    EventRule("payment", "distribute", "share net_asset cash unitholder shareholder stockholder"),
    EventRule("payment", "pay", "unitholder shareholder stockholder"),
    EventRule("payment", "repay reduce retire redeem repurchase", "debt note loan"),
    EventRule(
        "appointment",
        "appoint succeed retire step nominate assume name elect hire become leave chair serve"
        " remain join expand",
        "ceo cfo chief officer president director chairman chairwoman board successor executive"
        " adviser advisor consultant advisory_board",
        "remain_with_the_company remain_with_the_business remain_with_the_group"
        " stay_with_the_company stay_with_the_business stay_with_the_group step_down steps_down"
        " take_over_as will_report_to role_as",
        "he_will she_will will_oversee",
    ),
    EventRule("appointment", "oversee", "mr ms mrs dr he she who role", is_subject=True),
    EventRule("appointment", "succeed", "mr ms mrs dr"),
    EventRule(
        "opening",
        "open reopen inaugurate relocate move lease occupy",
        "store plant facility office restaurant location hotel site shop factory center centre"
        " branch museum campus clinic showroom school building mill",
        "grand_opening pre-leasing set_to_open scheduled_to_open",
        "opening_of leasing",
    ),
    EventRule(
        "production",
        "produce manufacture mine ramp commission pour build construct complete expand begin"
        " start restart resume feature include increase scale initiate",
        "production output plant capacity renovation refurbishment ounce barrel tonne ton factory"
        " gigafactory mine construction mill smelter refinery home data_center data_centre"
        " production_line mining_operation",
        "first_production first_ore first_oil gold_production copper_production",
        "construction production manufacture construction_completion project_completion",
    ),
    EventRule("production", "build construct complete begin start commission develop", "facility"),
    EventRule("production", "oversee", "construction renovation refurbishment"),
    EventRule("production", "produce manufacture", "product"),
    EventRule(
        "exploration",
        "drill explore sample define test delineate",
        "hole metre meter prospect deposit zone property tenement target resource",
        "drilling drill exploration feasibility_study feasibility_studies scoping_study"
        " scoping_studies pre-feasibility_study pre-feasibility_studies metallurgical_study"
        " metallurgical_studies geophysics geophysical preliminary_economic_assessment"
        " resource_estimate mineralisation mineralization metallurgy resource_modeling drill_target"
        " exploration_target ip_survey",
        "pea sampling trenching",
    ),
    EventRule(
        "launch",
        "launch introduce release debut unveil commercialize commercialise ship add incorporate"
        " expand",
        "product platform version service app software solution vehicle game collection range"
        " feature suite brand tool module",
        "roll_out rolling_out rolls_out rollout commercially now_offer be_offered able_to_offer"
        " product_offering product_offerings",
        "launch launches introduce introducing debut product_line be_available"
        " become_available becomes_available made_available is_available are_available"
        " now_available available_in available_on available_at available_through available_across"
        " available_for_purchase available_nationwide available_exclusively"
        " commercial_availability general_availability",
    ),
    EventRule("launch", "bring introduce", "market"),
    EventRule(
        "launch",
        "begin start commence initiate accelerate advance prepare",
        "commercialization commercialisation",
    ),
    EventRule(
        "launch", "begin start commence", "route service sale sales platform", is_subject=True
    ),
    EventRule(
        "delivery",
        "deliver ship install deploy supply transport equip receive",
        "unit order delivery shipment vehicle aircraft system equipment supply inventory"
        " material network",
        "initial_order to_ship will_ship",
        "shipments deliveries",
    ),
    EventRule(
        "market",
        "projected expected expecting forecast estimated reach exceed grow valued predicted"
        " increase rise drive recover surge continue",
        "market industry cagr demand price economy",
        "cagr industry_revenue industry_revenues industry_sales sector_revenue sector_revenues"
        " sector_sales",
        "market_size",
        is_subject=True,
    ),
    EventRule("market", "expect predict project forecast", "analyst", is_subject=True),
    EventRule("market", "be_over be_worth", "market industry sector", is_subject=True),
    EventRule(
        "guidance",
        "expect anticipate project forecast guide reaffirm raise lower estimate target see range"
        " grow increase maintain rise fall reiterate improve reach reduce revise generate achieve"
        " decline recur exceed deliver earn",
        "revenue sales earnings ebitda eps margin income profit ebit noi cash_flow capex"
        " expenditure guidance outlook profitability nav nim yield aum momentum"
        " assets_under_management material_impact",
        "ebitda irr eps_guidance revenue_guidance guidance_for guidance_of guidance_set"
        " revenue_growth sales_growth margin_expansion top-line_growth top-line_revenue"
        " top-line_revenues top-line_sales topline_growth topline_revenue topline_revenues"
        " topline_sales ebit cash_flow_positive cash-flow_positive cashflow_positive breakeven"
        " break-even annual_targets financial_targets",
        "outlook profitability revenues operating_profit operating_margin operating_expenses"
        " net_income",
    ),
    EventRule(
        "guidance",
        "expected anticipated projected estimated decline recur rise increase",
        "cost expense",
        is_subject=True,
    ),
    EventRule(
        "investment",
        "expand hire double scale grow increase",
        "job employee engineer workforce team footprint personnel staff staffing headcount"
        " presence operation reach",
        "expand_into expand_to expand_beyond expand_nationwide expanding_into expansion_into"
        " deploy_capital",
        "invest investing hire",
    ),
    EventRule("guidance", "recognize recognise convert monetize monetise", "backlog revenue"),
    EventRule("investment", "create add", "job position personnel staff headcount"),
    EventRule("investment", "continue seek pursue plan", "expansion"),
    EventRule("investment", "enter", "market country region"),
    EventRule(
        "agreement",
        "sign enter execute negotiate secure award win form establish foster explore finalize"
        " strengthen expand discuss pursue negotiation",
        "agreement contract partnership collaboration mou memorandum joint_venture alliance"
        " offtake partner relationship",
        "collaborating_with offtake licensing_deal",
        "partnership partnerships collaboration agreement agreements partnering contracts alliance"
        " cooperation will_cooperate will_collaborate",
    ),
)

#: Nouns that make another noun part of their own phrase: "data platform", "closing price".
NO_EVENT = (
    "bid price platform agreement center centre analytics support security science management"
    " scientist network strategy partner channel budget monitoring standard requirement"
    " chain sharing access privacy effectiveness saving efficiency solution service contractor rig"
    " approval company option talent drilling drill exploration protein"
)


def list_verb_forms(base: str) -> set[str]:
    """Return the forms of a verb; some of them are not words, which does no harm."""
    forms = {base + ending for ending in ("", "s", "es", "ed", "d", "ing")}
    forms |= {base + base[-1] + ending for ending in ("ed", "ing")}
    if base.endswith("e"):
        forms.add(base[:-1] + "ing")
    if base.endswith("y"):
        forms |= {base[:-1] + "ied", base[:-1] + "ies"}
    return (forms | _IRREGULAR.get(base, set())) - _RATHER_NOUNS


def list_noun_forms(base: str) -> set[str]:
    """Return singular and plural; not of "sale", of a business, for "sales" are its revenue."""
    if base == "sale":
        return {base}
    forms = {base, base + "s", base + "es"}
    return forms | ({base[:-1] + "ies"} if base.endswith("y") else set())


#: Forms that are nouns more often than verbs.
_RATHER_NOUNS = {"manufacturing", "mining", "offering"}
_IRREGULAR = {
    base: set(forms.split())
    for base, forms in {
        "begin": "began begun",
        "build": "built",
        "buy": "bought",
        "hold": "held",
        "pay": "paid",
        "sell": "sold",
        "see": "seen",
        "spend": "spent",
        "speak": "spoken",
        "rise": "risen",
        "grow": "grown",
        "draw": "drawn",
        "win": "won",
        "bring": "brought",
        "leave": "left",
        "make": "made",
        "fall": "fallen",
    }.items()
}
