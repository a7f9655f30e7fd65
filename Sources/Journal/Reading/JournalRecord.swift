public import Market
import Trading

/// An entry as it was read: what it says, and where and when it was written.
public struct JournalRecord<Entry: Equatable & Sendable>: Equatable, Sendable {
  /// Its number in the account, by which it is ordered among all.
  public let sequence: Int64
  /// The session that wrote it.
  public let session: Int64
  /// When.
  public let moment: JournalMoment
  /// What it says.
  public let entry: Entry

  init(sequence: Int64, session: Int64, moment: JournalMoment, entry: Entry) {
    self.sequence = sequence
    self.session = session
    self.moment = moment
    self.entry = entry
  }

  /// The same with another entry.
  func with<Other>(_ change: (Entry) -> Other) -> JournalRecord<Other> {
    JournalRecord<Other>(
      sequence: sequence, session: session, moment: moment, entry: change(entry))
  }
}

/// A session and how it stands.
public struct SessionRecord: Equatable, Sendable {
  /// Its number in the account, from 1.
  public let number: Int64
  /// When it began.
  public let began: EventTime
  /// What it began with.
  public let entry: SessionEntry
  /// How it stands.
  public let seal: SessionSeal
  /// What was said when it was sealed; empty before.
  public let reason: String
  /// When it was sealed.
  public let sealed: EventTime?
}

/// A script of a session, with the hash of its text.
public struct ScriptRecord: Equatable, Sendable {
  /// The script; its text is empty, ``JournalReader/content(_:)`` has it.
  public let entry: ScriptEntry
  /// SHA-256 of the text.
  public let digest: [UInt8]

  /// The digest as 64 hexadecimal digits.
  public var digestText: String { Digest.text(digest) }
}

/// An order with all that became of it.
public struct OrderRecord: Equatable, Sendable {
  /// The order as it got its id.
  public let order: JournalRecord<OrderEntry>
  /// What happened to it, oldest first.
  public let changes: [JournalRecord<OrderChangeEntry>]

  /// Where it is in its life.
  public var status: String { changes.last?.entry.status.text ?? "pending" }
  /// Units filled.
  public var filled: Int64 { changes.last?.entry.filled ?? 0 }
  /// When it last changed.
  public var changed: EventTime { changes.last?.moment.time ?? order.moment.time }
}
