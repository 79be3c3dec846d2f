//! The layers of notes over a text, which readers switch on and off: evidence, context, disputes and
//! translation. What a switch hides the stylesheet knows by the classes of marks, marked words and notes.

use serde::Serialize;

use super::notes::NoteForm;
use crate::annotate::Body;
use crate::annotate::body::{Annotation, AnnotationKind, NoteType};

/// A layer, in the order in which one shows over another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Layer {
    /// What one needs to know beside the text.
    Context,
    /// On the wording in another language.
    Translation,
    /// Claims.
    Evidence,
    /// What someone says otherwise.
    Dispute,
}

impl Layer {
    /// That of an annotation.
    pub(super) fn of(annotation: &Annotation) -> Self {
        match annotation.kind {
            AnnotationKind::Claim { .. } => Self::Evidence,
            AnnotationKind::Note(NoteType::Dispute) => Self::Dispute,
            AnnotationKind::Note(NoteType::Translation) => Self::Translation,
            _ => Self::Context,
        }
    }

    /// The class of words that are marked in it.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Context => "g",
            Self::Translation => "tr",
            Self::Evidence => "e",
            Self::Dispute => "d",
        }
    }

    /// What a note of it looks like.
    pub(super) fn form(self) -> NoteForm {
        match self {
            Self::Context => NoteForm::Note,
            Self::Translation => NoteForm::Translation,
            Self::Evidence => NoteForm::Claim,
            Self::Dispute => NoteForm::Dispute,
        }
    }
}

/// The switch of a layer that a text has notes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct LayerSwitch {
    /// What the notes of the layer look like: `claim`, `note`, `dispute` or `translation`.
    pub form: NoteForm,
    /// How many notes it has.
    pub count: usize,
}

/// The switches of a text's layers, those with notes.
pub(super) fn layer_switches(body: &Body) -> Vec<LayerSwitch> {
    let layers = [Layer::Evidence, Layer::Context, Layer::Dispute, Layer::Translation];
    let switches = layers.map(|layer| {
        let notes = body.annotations.iter().filter(|note| is_switched(note) && Layer::of(note) == layer);
        LayerSwitch { form: layer.form(), count: notes.count() }
    });
    switches.into_iter().filter(|switch| switch.count > 0).collect()
}

/// Whether an annotation goes with its layer: implications, judgements and corrections that are set apart
/// in the text are the text's own.
fn is_switched(note: &Annotation) -> bool {
    let is_beside = match note.kind {
        AnnotationKind::Note(kind) => {
            !note.is_block() || matches!(kind, NoteType::Context | NoteType::Dispute)
        }
        _ => true,
    };
    is_beside && note.is_shown()
}
