"""The label codes, in the guide's order, which is the order of the model's outputs."""

from __future__ import annotations

from enum import StrEnum

TAXONOMY_VERSION = "1"
"""Raised whenever a code is added, removed, moved or redefined in `guide.md`."""


class Sector(StrEnum):
    """The sector of the organisation for which the speaker speaks (guide, "Sector")."""

    NATIONAL_NHS = "national_nhs"
    GOVERNMENT = "government"
    PARLIAMENT = "parliament"
    STP_LEADERSHIP = "stp_leadership"
    COMMISSIONER = "commissioner"
    NHS_PROVIDER = "nhs_provider"
    CLINICAL_PROFESSION = "clinical_profession"
    TRADE_UNION = "trade_union"
    LOCAL_GOVERNMENT = "local_government"
    CARE_VOLUNTARY = "care_voluntary"
    PATIENT_PUBLIC = "patient_public"
    RESEARCH = "research"
    INDUSTRY = "industry"
    MEDIA = "media"
    UNKNOWN = "unknown"


class Stance(StrEnum):
    """What the speaker's words commit them to about STPs (guide, "Stance")."""

    SUPPORTIVE = "supportive"
    CONDITIONAL = "conditional"
    CRITICAL = "critical"
    NEUTRAL = "neutral"
    UNRELATED = "unrelated"


class Theme(StrEnum):
    """A subject that the statement raises (guide, "Themes"); a statement has any number."""

    ACCOUNTABILITY = "accountability"
    ENGAGEMENT = "engagement"
    FINANCE = "finance"
    LEADERSHIP = "leadership"
    PACE = "pace"
    NATIONAL_CONTROL = "national_control"
    FOOTPRINT = "footprint"
    INTEGRATION = "integration"
    SERVICE_CHANGE = "service_change"
    PREVENTION = "prevention"
    SOCIAL_CARE = "social_care"
    WORKFORCE = "workforce"
    TECHNOLOGY = "technology"
    PRIVATISATION = "privatisation"
