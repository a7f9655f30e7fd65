/// What may still be traded with the room that the disk has left.
public enum DiskRoom: Int, Comparable, Sendable, CaseIterable {
  /// Too little even for exits: the reserve is given up, the session is sealed and stops.
  case last
  /// Exits alone.
  case exitsOnly
  /// No new entries.
  case noEntries
  /// Everything.
  case ample

  private static let megabyte: Int64 = 1_000_000
  /// Below so many bytes no entries are taken.
  static let entriesNeed = 200 * megabyte
  /// Below so many bytes nothing but exits is taken.
  static let ordersNeed = 50 * megabyte
  /// Below so many bytes the session stops.
  static let exitsNeed = 16 * megabyte

  /// The verdict over so many free bytes.
  public init(freeBytes: Int64) {
    self =
      if freeBytes >= Self.entriesNeed {
        .ample
      } else if freeBytes >= Self.ordersNeed {
        .noEntries
      } else if freeBytes >= Self.exitsNeed {
        .exitsOnly
      } else {
        .last
      }
  }

  /// Less room comes first.
  public static func < (left: DiskRoom, right: DiskRoom) -> Bool {
    left.rawValue < right.rawValue
  }

  /// What a person is told; nil while there is enough.
  public var warning: String? {
    switch self {
    case .ample: nil
    case .noEntries: "less than 200 MB are free on the disk: no new entries; make room"
    case .exitsOnly: "less than 50 MB are free on the disk: only exits are taken; make room"
    case .last: "less than 16 MB are free on the disk: the session stops; make room"
    }
  }
}
