import Foundation
import Fyers

/// Measures the data-socket decoder for `scripts/bench-feed-decoder`.
///
/// `feed-benchmark CASES SECONDS` plays the frames of every case of a file over and over, each case
/// in a session of its own, and prints frames per second of processor time: into updates, whose values are exact and
/// ready to trade on, and into messages, which have the official client's names and doubles.
@main
enum FeedBenchmark {
  private struct Session {
    var decoder: FeedDecoder
    let frames: [[UInt8]]
  }

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let seconds = Double(arguments[2]), seconds > 0 else {
      FileHandle.standardError.write(Data("usage: feed-benchmark CASES SECONDS\n".utf8))
      exit(64)
    }
    let text = try String(contentsOfFile: arguments[1], encoding: .utf8)
    var sessions: [Session] = []
    for line in text.split(separator: "\n") {
      let feedCase = try FeedCase(line: String(line))
      var decoder = FeedDecoder(mode: feedCase.mode)
      decoder.subscribe(feedCase.subscriptions)
      sessions.append(Session(decoder: decoder, frames: feedCase.frames))
    }
    for makesMessages in [false, true] {
      let (rate, emitted) = measure(&sessions, seconds: seconds, makesMessages: makesMessages)
      print(makesMessages ? "messages" : "updates", rate, emitted)
    }
  }

  /// Frames per second, and updates a round.
  private static func measure(
    _ sessions: inout [Session], seconds: Double, makesMessages: Bool
  ) -> (rate: Int, emitted: Int) {
    var frames = 0
    var emitted = 0
    var rounds = 0
    var events: [FeedEvent] = []
    let start = processorSeconds()
    var elapsed = 0.0
    repeat {
      rounds += 1
      for index in sessions.indices {
        for frame in sessions[index].frames {
          events.removeAll(keepingCapacity: true)
          sessions[index].decoder.decode(frame, into: &events)
          for case .update(let update) in events {
            emitted += makesMessages && update.fields.isEmpty ? 0 : 1
          }
        }
        frames += sessions[index].frames.count
      }
      elapsed = processorSeconds() - start
    } while elapsed < seconds
    return (Int(Double(frames) / elapsed), emitted / rounds)
  }

  /// Processor time used so far, which a busy machine does not stretch.
  private static func processorSeconds() -> Double {
    Double(clock()) / Double(CLOCKS_PER_SEC)
  }
}
