import Foundation
import Fyers
import Market
import TestSupport
import Testing

/// Damage of golden frames: nothing may trap or hang, and no value may reach another symbol.
///
/// `FEED_FUZZ_MUTATIONS` sets how many mutations are tried, `FEED_FUZZ_SEED` the seed.
@Suite("The data-socket decoder, with damaged frames")
struct FeedFuzzTests {
  private static func setting(_ name: String, default value: UInt64) -> UInt64 {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } ?? value
  }

  private static let cases: [FeedCase] = Golden.feed.compactMap { try? FeedCase(line: $0.text) }

  private static func decoder(for feedCase: FeedCase, isCompatible: Bool) -> FeedDecoder {
    var decoder = FeedDecoder(mode: feedCase.mode, isCompatible: isCompatible)
    decoder.subscribe(feedCase.subscriptions)
    return decoder
  }

  /// Reads everything an event has to say, so that no path stays untried.
  private static func use(_ events: [FeedEvent], of feedCase: FeedCase) -> Bool {
    let symbols = Set(feedCase.subscriptions.map(\.symbol))
    for event in events {
      switch event {
      case .update(let update):
        guard !update.fields.isEmpty || update.state.present == 0 else { return false }
        _ = update.officialFields
        _ = update.tick(receivedAt: .at(EventTime(milliseconds: 0)))
        _ = (update.bids, update.asks, update.lastTradedTime)
        guard symbols.contains(update.symbol) else { return false }
      case .notice(let notice): _ = notice.description
      case .fault(let fault): _ = fault.description
      case .acknowledge: break
      }
    }
    return true
  }

  @Test("every cut of every golden frame is survived, after the frames before it")
  func truncations() {
    for feedCase in Self.cases {
      for isCompatible in [false, true] {
        var decoder = Self.decoder(for: feedCase, isCompatible: isCompatible)
        var events: [FeedEvent] = []
        for frame in feedCase.frames {
          for count in 0..<frame.count {
            var damaged = decoder
            events.removeAll(keepingCapacity: true)
            damaged.decode(Array(frame.prefix(count)), into: &events)
            damaged.decode(frame, into: &events)
            if !isCompatible {
              #expect(Self.use(events, of: feedCase), "\(feedCase.name) cut at \(count)")
            }
          }
          decoder.decode(frame, into: &events)
        }
      }
    }
  }

  @Test("seeded mutations are survived, and values stay with subscribed symbols")
  func mutations() throws {
    let seed = Self.setting("FEED_FUZZ_SEED", default: 20_261_123)
    let count = Self.setting("FEED_FUZZ_MUTATIONS", default: 50_000)
    var random = SplitMix64(seed: seed)
    try #require(!Self.cases.isEmpty)
    var done: UInt64 = 0
    var events: [FeedEvent] = []
    while done < count {
      let feedCase = Self.cases[random.below(Self.cases.count)]
      let isCompatible = random.below(2) == 0
      var decoder = Self.decoder(for: feedCase, isCompatible: isCompatible)
      for frame in feedCase.frames {
        var mutated = frame
        for _ in 0...random.below(4) where !mutated.isEmpty {
          mutated[random.below(mutated.count)] = random.byte()
        }
        if random.below(8) == 0 { mutated = Array(mutated.prefix(random.below(mutated.count + 1))) }
        events.removeAll(keepingCapacity: true)
        decoder.decode(mutated, into: &events)
        done += 1
        // The official client emits foreign symbols; that is one of its bugs.
        if !isCompatible {
          #expect(Self.use(events, of: feedCase), "\(feedCase.name), seed \(seed), \(done)")
        }
      }
    }
  }

  @Test("bytes without any sense are survived")
  func noise() {
    let seed = Self.setting("FEED_FUZZ_SEED", default: 20_261_123)
    var random = SplitMix64(seed: seed)
    var events: [FeedEvent] = []
    for isCompatible in [false, true] {
      var decoder = FeedDecoder(mode: .full, isCompatible: isCompatible)
      decoder.subscribe([FeedSubscription(topic: "sf|nse_cm|3045", symbol: "NSE:SBIN-EQ")])
      for _ in 0..<5_000 {
        var frame = (0..<random.below(64)).map { _ in random.byte() }
        if frame.count > 2, random.below(2) == 0 { frame[2] = 6 }
        decoder.decode(frame, into: &events)
        events.removeAll(keepingCapacity: true)
      }
    }
  }
}
