import Market
import Money
import Synchronization
import Testing

@testable import Server

@Suite("Events")
struct EventTests {
  private func alert(_ number: Int) -> SessionEvent {
    .alert(.init(level: "info", text: "\(number)", time: FakeSession.time))
  }

  private func quote(_ symbol: String, _ micros: Int64) -> SessionEvent {
    let price = Price(micros: micros)
    return .quote(
      .init(
        symbol: symbol, bid: price, ask: price, last: price, volume: nil, time: FakeSession.time))
  }

  private func events(_ batch: EventBatch?) -> [SessionEvent] {
    guard case .events(let events) = batch else { return [] }
    return events.map(\.event)
  }

  @Test("events come in order with numbers; of prices only the newest, when they are due")
  func order() async throws {
    let hub = EventHub()
    let watch = try #require(hub.subscribe(limit: 1))
    #expect(hub.subscribe(limit: 1) == nil)
    hub.publish(quote("A", 1))
    hub.publish(alert(1))
    hub.publish(quote("B", 2))
    hub.publish(quote("A", 3))
    hub.publish(alert(2))
    #expect(
      await watch.next()
        == .events([.init(id: 1, event: alert(1)), .init(id: 2, event: alert(2))]))
    hub.flushQuotes()
    #expect(events(await watch.next()) == [quote("A", 3), quote("B", 2)])
    hub.giveSignOfLife()
    #expect(await watch.next() == .silence)
    let late = try #require(hub.subscribe(limit: 2))
    #expect(events(await late.next()) == [quote("A", 3), quote("B", 2)])
    hub.close()
    #expect(await watch.next() == nil)
    #expect(await late.next() == nil)
  }

  @Test("one that comes back gets what it missed, or is told that it is gone")
  func returning() async throws {
    let hub = EventHub(session: "s")
    for number in 1...300 { hub.publish(alert(number)) }
    let back = try #require(hub.subscribe(after: EventID("s-297"), limit: 9))
    #expect(events(await back.next()) == [alert(298), alert(299), alert(300)])
    let far = try #require(hub.subscribe(after: EventID("s-1"), limit: 9))
    #expect(await far.next() == .gap(44))
    #expect(events(await far.next()).count == EventHub.queueLimit)
    let first = try #require(hub.subscribe(after: EventID("s-44"), limit: 9))
    #expect(events(await first.next()).count == EventHub.queueLimit)
  }

  @Test(
    "one that comes from another session, or has seen what never was, is told so and begins anew",
    arguments: ["r-2", "s-4", "2", "0", "-1", "s-9223372036854775807"])
  func foreign(id: String) async throws {
    let hub = EventHub(session: "s")
    for number in 1...3 { hub.publish(alert(number)) }
    hub.publish(quote("A", 1))
    let lastSeen: EventID? = EventID(id)
    #expect(lastSeen != nil)
    let watch = try #require(hub.subscribe(after: lastSeen, limit: 9))
    #expect(await watch.next() == .gap(3))
    hub.publish(alert(4))
    #expect(events(await watch.next()) == [alert(4), quote("A", 1)])
  }

  @Test("a gap carries the id that takes the place of the one the watcher came with")
  func gapText() {
    let text = EventText.bytes(of: .gap(44), session: "s")
    #expect(String(decoding: text, as: UTF8.self) == "id: s-44\nevent: gap\ndata: {}\n\n")
    #expect(EventID("s-44") == EventID(session: "s", number: 44))
    for text in ["", "x", "s-", "s-x", "s--1", "s-+1", "s 1-1", "s-1-", "s-99999999999999999999"] {
      #expect(EventID(text) == nil, "\(text)")
    }
    #expect(EventHub().session != EventHub().session)
  }

  @Test("past events come in pages, oldest first, with the way to older ones")
  func pages() async throws {
    try await TestClient.run { client throws in
      #expect(
        try client.get("/events?limit=5").body
          == #"{"events": [], "count": 0, "next_before": null}"#
          + "\n")
      for number in 1...5 { client.session.events.publish(alert(number)) }
      let session = client.session.events.session
      let newest = try client.get("/events?limit=2").json
      #expect(newest["events"].list.map { $0["data"]["text"].text } == ["4", "5"])
      #expect(newest["events"].list.map { $0["id"].text } == ["\(session)-4", "\(session)-5"])
      #expect(newest["events"].list.map { $0["event"].text } == ["alert", "alert"])
      #expect(newest["next_before"].text == "\(session)-4")
      let older = try client.get("/events?before=\(session)-4").json
      #expect(older["events"].list.map { $0["data"]["text"].text } == ["1", "2", "3"])
      #expect(older["count"].text == "3")
      #expect(older["next_before"] == .null)
      #expect(try client.get("/events?before=\(session)-1").json["count"].text == "0")
      for query in [
        "limit=0", "limit=1025", "limit=x", "limit=", "before=x", "before=r-3", "limit=1&limit=1",
      ] {
        #expect(try client.get("/events?\(query)").status == 400, "\(query)")
      }
    }
  }

  @Test("one that does not read is cut off once, and nobody waits for it")
  func slow() async throws {
    let hub = EventHub()
    let cuts = Mutex(0)
    let slow = try #require(hub.subscribe(limit: 9) { cuts.withLock { $0 += 1 } })
    for number in 0..<EventHub.queueLimit { hub.publish(alert(number)) }
    #expect(slow.isOpen)
    for number in 0..<10_000 { hub.publish(alert(number)) }
    #expect(!slow.isOpen)
    #expect(await slow.next() == nil)
    #expect(cuts.withLock { $0 } == 1)
    #expect(hub.droppedReaders == 1)
    #expect(hub.readerCount == 0)
  }

  @Test("the stream carries events in their form, and ends with the server")
  func stream() async throws {
    try await TestClient.run { client in
      let watcher = try client.connect()
      watcher.send(client.request("GET", "/events"))
      let head = try #require(try watcher.read(through: "\r\n\r\n"))
      #expect(head.contains("200 OK"))
      #expect(head.contains("text/event-stream"))
      #expect(try watcher.read(through: "retry: 2000\n\n") != nil)
      client.session.events.publish(
        .alert(.init(level: "error", text: "a\r\n\r\ndata: b\u{2028}", time: FakeSession.time)))
      let event = try #require(try watcher.read(through: "}\n\n"))
      let session = client.session.events.session
      #expect(event.contains("id: \(session)-1\nevent: alert\ndata: {"))
      #expect(event.contains(#""text": "a\r\n\r\ndata: b\u2028""#))
      _ = try client.quote()
      #expect(try watcher.read(through: "event: quote\n") != nil)
      let again = try client.connect()
      again.send(client.request("GET", "/events", headers: ["Last-Event-ID: \(session)-0"]))
      #expect(try again.read(through: "id: \(session)-1\nevent: alert\n") != nil)
      #expect(
        try client.send(client.request("GET", "/events", headers: ["Last-Event-ID: x"])).status
          == 400)
      #expect(client.session.events.readerCount == 2)
    }
  }

  @Test("a watcher that stops reading loses its connection, and the session goes on")
  func slowConnection() async throws {
    try await TestClient.run { client in
      let watcher = try client.connect(receiveBuffer: 4_096)
      watcher.send(client.request("GET", "/events"))
      #expect(try watcher.read(through: "retry: 2000\n\n") != nil)
      let text = String(repeating: "x", count: 4_096)
      let event = SessionEvent.alert(.init(level: "info", text: text, time: FakeSession.time))
      var published = 0
      while client.session.events.droppedReaders == 0, published < 1_000_000 {
        client.session.events.publish(event)
        published += 1
      }
      #expect(client.session.events.droppedReaders == 1)
      #expect(try client.get("/health").status == 200)
      try watcher.drain()
    }
  }

  @Test("watchers beyond the limit are told so")
  func tooMany() async throws {
    try await TestClient.run(options: { $0.maximumWatchers = 1 }) { client in
      let watcher = try client.connect()
      watcher.send(client.request("GET", "/events"))
      #expect(try watcher.read(through: "retry: 2000\n\n") != nil)
      #expect(try client.get("/events").status == 429)
    }
  }
}
