import Foundation
import Fyers

/// Measures the data-socket decoder for `scripts/bench-feed-decoder`.
///
/// `feed-benchmark time CASES SECONDS` decodes all frames of a case file over and over and prints
/// frames per second; `feed-benchmark decode CASES [--compat]` prints what they mean.
@main
enum FeedBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count >= 2, let verb = arguments.first else {
      throw CocoaError(.featureUnsupported)
    }
    let path = arguments[arguments.startIndex + 1]
    let lines = try String(contentsOfFile: path, encoding: .utf8)
      .split(separator: "\n").map(String.init)
    if verb == "decode" {
      let decoder = FeedCaseDecoder(isCompatible: arguments.contains("--compat"))
      try decoder.decode(lines: lines) { print($0) }
    } else {
      try time(lines, seconds: Double(arguments.last ?? "") ?? 2)
    }
  }

  /// Prints frames per second into updates, and into updates written as text.
  private static func time(_ lines: [String], seconds: Double) throws {
    let cases = try lines.map { line in try FeedCase(line: line) }
    for (name, writesText) in [("updates", false), ("messages", true)] {
      var frames = 0
      var emitted = 0
      let clock = ContinuousClock()
      let start = clock.now
      var elapsed = 0.0
      repeat {
        for feedCase in cases {
          let (decoded, updates) = decode(feedCase, writesText: writesText)
          frames += decoded
          emitted += updates
        }
        let duration = (clock.now - start).components
        elapsed = Double(duration.seconds) + Double(duration.attoseconds) / 1e18
      } while elapsed < seconds
      print("\(name) \(Int(Double(frames) / elapsed)) frames/s \(emitted) emitted")
    }
  }

  /// Decodes the frames of one case with a fresh session.
  private static func decode(_ feedCase: FeedCase, writesText: Bool) -> (Int, Int) {
    var decoder = FeedDecoder(mode: feedCase.mode)
    decoder.subscribe(feedCase.subscriptions)
    var events: [FeedEvent] = []
    var updates = 0
    for frame in feedCase.frames {
      events.removeAll(keepingCapacity: true)
      decoder.decode(frame, into: &events)
      for case .update(let update) in events {
        updates += writesText ? min(update.fields.count, 1) : 1
      }
    }
    return (feedCase.frames.count, updates)
  }
}
