package import Market

/// What is known of one topic: its latest values and how to read them.
package struct FeedTopicState: Sendable {
  /// Where a text field of an emitted message comes from.
  package enum Label: Sendable {
    /// Nowhere: the field is left out.
    case absent
    /// The topic's own text.
    case text
    /// A value of the wire that the official client stored in the field's place.
    case number
  }

  /// What kind of record it is fed by.
  package let kind: FeedTopicKind
  /// The last raw value of each slot.
  package var values = InlineArray<32, Int32>(repeating: 0)
  /// One bit a slot that has a value.
  package var present: UInt32 = 0
  /// How raw prices become prices; nil before the first snapshot.
  package var scale: FeedScale?
  /// The symbol it was subscribed for.
  package var symbol = ""
  /// The instrument its ticks are of; nil when nobody asked for ticks.
  package var instrument: InstrumentID?
  /// Where the message's symbol comes from.
  package var symbolLabel = Label.absent
  /// Where the message's type comes from.
  package var typeLabel = Label.absent

  /// A topic that nothing is known of.
  package init(kind: FeedTopicKind) { self.kind = kind }

  /// The value of a slot; nil when the server never sent one.
  @inline(__always)
  package subscript(slot: Int) -> Int32? {
    guard slot < FeedSlot.capacity, present & (1 << UInt32(slot)) != 0 else { return nil }
    return values[slot]
  }

  /// Stores a value; returns whether the slot was empty or held another one.
  @inline(__always)
  package mutating func store(_ value: Int32, in slot: Int) -> Bool {
    let bit: UInt32 = 1 << UInt32(slot)
    if present & bit != 0, values[slot] == value { return false }
    values[slot] = value
    present |= bit
    return true
  }
}
