import Market
import Recording
import Reporting

/// What a tick file contains, for people and for programs.
enum TickFileText {
  /// Gaps that a person is shown one by one; programs get all that are kept.
  private static let gapsShown = 10

  /// Lines for a person.
  static func text(_ info: TickFileInfo) -> String {
    var lines = [info.file]
    lines.append("  ticks     \(info.counts.ticks)")
    if let first = info.first, let last = info.last {
      lines.append("  first     \(IndianTime(first).iso8601)")
      lines.append("  last      \(IndianTime(last).iso8601)")
    }
    for symbol in info.symbols {
      lines.append("  symbol    \(SafeText.escaped(symbol.symbol)), \(symbol.ticks) ticks")
    }
    if info.counts.crossedQuotes > 0 {
      lines.append("  crossed   \(info.counts.crossedQuotes) ticks with a bid above the ask")
    }
    if let pause = info.longestPause {
      let seconds = pause.nanoseconds / EventTime.nanosecondsPerSecond
      lines.append("  pause     \(seconds) s at most, from \(IndianTime(pause.start).iso8601)")
    }
    if let recording = info.recording {
      let isSound = info.counts.damage.isEmpty && info.error == nil
      let verdict = isSound ? "every checksum is right" : "read before the damage"
      lines.append("  blocks    \(recording.blocks), \(verdict)")
      lines.append("  records   \(recording.width.bytes) bytes")
      lines.append("  gaps      \(info.counts.gaps)")
      for gap in recording.gaps.prefix(gapsShown) {
        let span = "\(IndianTime(gap.start).iso8601) to \(IndianTime(gap.end).iso8601)"
        lines.append("    \(gap.reason), \(span)")
      }
      lines.append("  closed    \(recording.isClosed ? "yes" : "no")")
      for fact in recording.metadata {
        lines.append("  \(SafeText.escaped(fact.key)) = \(SafeText.escaped(fact.value))")
      }
    }
    for damage in info.counts.damage { lines.append("  damage    \(damage)") }
    return lines.joined(separator: "\n")
  }

  /// One JSON object.
  static func json(_ info: TickFileInfo) -> String {
    var json = JSONWriter()
    json.beginObject(layout: .lines)
    json.field("file", info.file)
    json.field("ticks", Int64(info.counts.ticks))
    json.field("first_tick", info.first)
    json.field("last_tick", info.last)
    json.field("crossed_quotes", Int64(info.counts.crossedQuotes))
    json.field("gaps", Int64(info.counts.gaps))
    json.beginArray("symbols", layout: .lines)
    for symbol in info.symbols {
      json.beginObject(layout: .inline)
      json.field("symbol", symbol.symbol)
      json.field("ticks", Int64(symbol.ticks))
      json.field("first_tick", symbol.first)
      json.field("last_tick", symbol.last)
      json.end()
    }
    json.end()
    if let recording = info.recording {
      json.beginObject("recording", layout: .lines)
      json.field("blocks", Int64(recording.blocks))
      json.field("record_bytes", Int64(recording.width.bytes))
      json.field("events", Int64(recording.events))
      json.field("closed", recording.isClosed)
      json.beginArray("gaps", layout: .lines)
      for gap in recording.gaps {
        json.beginObject(layout: .inline)
        json.field("from", gap.start)
        json.field("to", gap.end)
        json.field("reason", "\(gap.reason)")
        json.field("lost_ticks", gap.lostTicks)
        json.end()
      }
      json.end()
      json.beginObject("metadata", layout: .lines)
      for fact in recording.metadata { json.field(fact.key, fact.value) }
      json.end()
      json.end()
    }
    json.field("damage", info.counts.damage.first.map(\.description))
    json.end()
    var text = String(decoding: json.take(), as: UTF8.self)
    if text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
