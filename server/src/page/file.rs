//! Figures as a file: in what form it is asked for, and how it is answered.

use super::Ask;
use crate::{http::ApiError, report::csv::Form};
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use domain::figures::Topic;
use jiff::civil::Date;

/// What a text with figures is to be opened with: `format=machine`, or Excel in the page's language.
pub(super) fn form(ask: &Ask) -> Result<Form, ApiError> {
    match ask.get("format") {
        None => Ok(Form::Excel(ask.lang)),
        Some("machine") => Ok(Form::Machine),
        Some(_) => Err(ApiError::Malformed),
    }
}

/// What a file holds.
pub(super) enum File {
    Csv(Vec<u8>),
    Xlsx(Vec<u8>),
}

impl File {
    pub(super) fn workbook<E: Into<Box<dyn std::error::Error + Send + Sync>>>(bytes: Result<Vec<u8>, E>) -> Result<Self, ApiError> {
        bytes.map(Self::Xlsx).map_err(|error| ApiError::Internal(Some(error.into())))
    }

    /// The answer, named after what it is about and its last day.
    pub(super) fn of(self, topic: Topic, to: Date) -> Response {
        let (kind, extension, body) = match self {
            Self::Csv(body) => ("text/csv; charset=utf-8", "csv", body),
            Self::Xlsx(body) => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", body),
        };
        let name = match topic {
            Topic::Outcomes => "fore-efter",
            Topic::Status => "laget",
            Topic::Reach => "natt",
            Topic::Work => "arbete",
        };
        let disposition = format!("attachment; filename=\"{name}-{to}.{extension}\"");
        ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], body).into_response()
    }
}
