//! What kiosks hear of an event. Pure.

use uuid::Uuid;
use visits_domain::event::{State, Window, on_the_clock};
use visits_domain::places::PoolId;
use visits_domain::wire;

use super::{Event, Plan};
use crate::store::feed::Notice;

/// What is to be told after a change; none: it concerns nobody outside.
pub fn notice(before: &Event, after: &Event) -> Option<Notice> {
    match (is_known(before), is_known(after)) {
        (_, true) => Some(Notice::from(wire::News::Event(Box::new(for_families(after))))),
        // It is for staff alone now.
        (true, false) => {
            let gone = Notice::from(wire::News::EventGone { event: after.id });
            Some(gone.until(before.plan.day))
        }
        (false, false) => None,
    }
}

/// Whether families know of it.
fn is_known(event: &Event) -> bool {
    event.is_told() && event.plan.is_for_families()
}

fn for_families(event: &Event) -> wire::Event {
    let plan = event.plan.clone();
    wire::Event {
        event: event.id,
        event_kind: plan.kind,
        window: window(&plan),
        date: plan.day,
        start: plan.start,
        end: plan.end,
        ages: plan.ages,
        born: plan.born,
        booking: plan.booking,
        most_children: plan.most_children,
        most_people: plan.most_people,
        ballot: ballot(event),
        cancelled: event.state == State::Cancelled,
        pools: plan
            .pools
            .into_iter()
            .map(|pool| wire::Pool {
                pool: pool.id.unwrap_or(PoolId(Uuid::nil())),
                counts: pool.counts,
                name: pool.name,
            })
            .collect(),
        title: plan.title,
        words: plan.words,
        place: plan.place,
        first: plan.first,
        facilities: plan.facilities,
        access: plan.access,
    }
}

/// What families are told of a ballot. One that is drawn has closed: kiosks see that it has.
fn ballot(event: &Event) -> Option<wire::Ballot> {
    let (lots, commitment) = event.plan.ballot.zip(event.commitment)?;
    let share = lots.share.percent();
    Some(wire::Ballot { closes: lots.closes_at(), share, commitment })
}

/// When families can ask. A plan has no time that the clocks jump over.
pub fn window(plan: &Plan) -> Window {
    let moment = |local| on_the_clock(local).unwrap_or_default();
    Window { opens: moment(plan.books_from), closes: moment(plan.books_until) }
}
