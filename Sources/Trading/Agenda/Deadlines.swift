/// Moments that positions and orders wait for: exits by time, orders that nobody answers, orders that
/// arrive after the close.
struct Deadlines: Codable, Sendable {
  /// What a moment is of.
  enum Subject: Equatable, Codable, Sendable {
    /// The exit by time of a symbol's position.
    case timeExit(place: Int)
    /// The end of an entry that finds nobody to deal with, by its place in the desk's list.
    case timeout(order: Int)
    /// The arrival of an order after continuous trading has ended.
    case arrival(order: Int)
  }

  /// What waits, and for when.
  private struct Entry: Codable {
    let subject: Subject
    var at: Int64
  }

  private var list: [Entry] = []
  /// The first of them.
  private(set) var next = Int64.max

  /// Sets the moment of something, in the place of an earlier one of the same.
  mutating func set(_ subject: Subject, at moment: Int64) {
    if let known = list.firstIndex(where: { $0.subject == subject }) {
      guard list[known].at != moment else { return }
      list[known].at = moment
      next = list.reduce(.max) { min($0, $1.at) }
    } else {
      list.append(Entry(subject: subject, at: moment))
      next = min(next, moment)
    }
  }

  /// Whether something has its moment.
  func contains(_ subject: Subject) -> Bool { list.contains { $0.subject == subject } }

  /// Forgets the moment of something.
  mutating func remove(_ subject: Subject) {
    guard !list.isEmpty, let known = list.firstIndex(where: { $0.subject == subject }) else {
      return
    }
    list.remove(at: known)
    next = list.reduce(.max) { min($0, $1.at) }
  }

  /// Takes what is due by an instant, in the order in which it was set.
  mutating func take(by instant: Int64) -> [Subject] {
    guard next <= instant else { return [] }
    let due = list.filter { $0.at <= instant }.map(\.subject)
    list.removeAll { $0.at <= instant }
    next = list.reduce(.max) { min($0, $1.at) }
    return due
  }
}
