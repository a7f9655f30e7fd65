public import Market

/// Something in a tick file that is no error, but that whoever reads its ticks should know.
public struct TickFileRemark: Hashable, Sendable {
  /// What it is about.
  public enum Subject: Hashable, Sendable {
    /// Columns are ignored that look like prices or sizes: what each is, in words.
    case ignoredColumns([String])
    /// Times name no zone: one of them, quoted.
    case localTimes(String)
    /// A time is before 1990: it, and how it came to be one.
    case earlyTime(EventTime, TimeReading)
  }

  /// How a time was read.
  public enum TimeReading: Hashable, Sendable {
    /// From a whole number: it, quoted, and the unit it was taken for.
    case number(String, unit: String)
    /// From ISO 8601: the text, quoted.
    case text(String)
    /// From a recording.
    case record
  }

  /// The file as it was named by the user.
  public let file: String
  /// The line it was first met in, from 1; nil when it is about the file as a whole.
  public let line: Int?
  /// What it is about.
  public let subject: Subject

  /// Times before this one are remarked: 1990 began, no exchange of the calendar was electronic.
  static let earlyTimesEnd: Int64 = 631_152_000 * EventTime.nanosecondsPerSecond

  /// What remarks of several files must share to be told as one.
  fileprivate var topic: Topic {
    switch subject {
    case .ignoredColumns(let columns): .ignoredColumns(columns)
    case .localTimes: .localTimes
    case .earlyTime: .earlyTime
    }
  }

  /// Whether it is about times without a zone.
  var isOnLocalTimes: Bool { topic == .localTimes }

  fileprivate enum Topic: Hashable {
    case ignoredColumns([String])
    case localTimes
    case earlyTime
  }

  /// The sentence without the file.
  fileprivate var sentence: String {
    switch subject {
    case .ignoredColumns(let columns):
      return "columns that look like prices or sizes are not read: "
        + columns.joined(separator: ", ")
    case .localTimes(let example):
      return "times without a zone are read as Indian time (UTC+05:30), such as \(example)"
    case .earlyTime(let time, let reading):
      let moment = "a time before 1990, \(IndianTime(time).iso8601)"
      switch reading {
      case .number(let text, let unit):
        return "\(moment): \(text) was read as \(unit) since 1970, as its size says (s below 10^11,"
          + " ms below 10^14, µs below 10^17, else ns); if that is wrong, write times in ms"
      case .text(let text): return "\(moment), was read from \(text)"
      case .record: return "\(moment); what it was made from may have had another unit of time"
      }
    }
  }
}

extension TickReadCounts {
  /// What the readers of a report should know of the files, one sentence each; several files of which
  /// the same is to be said share one.
  public var fileWarnings: [String] {
    var order: [TickFileRemark.Topic] = []
    var firsts: [TickFileRemark.Topic: TickFileRemark] = [:]
    var others: [TickFileRemark.Topic: Int] = [:]
    for remark in remarks {
      let topic = remark.topic
      if firsts[topic] == nil {
        firsts[topic] = remark
        order.append(topic)
      } else {
        others[topic, default: 0] += 1
      }
    }
    return order.compactMap { topic in
      guard let first = firsts[topic] else { return nil }
      var place = first.file
      if let line = first.line { place += ":\(line)" }
      if let count = others[topic] {
        place += " (and \(count) more \(count == 1 ? "file" : "files"))"
      }
      return "\(place): \(first.sentence)"
    }
  }
}
