import Market
import Money

/// All topics of the data socket and who gets them.
///
/// Topics have one number for all clients, so that a record is written once and copied. Not
/// thread-safe: it belongs to the server's event loop.
final class DataHub {
  /// What a fault does to one update.
  enum Distortion: Equatable {
    /// The bid is put above the ask, where there are both.
    case crossed
    /// The update carries another topic's number.
    case wrongSymbol
  }

  private struct Route {
    let client: DataClient
    let isLite: Bool
  }

  private let catalogue: InstrumentCatalogue
  private var numbers: [String: UInt16] = [:]
  private var topics: [WireTopic] = []
  private var newest: [[Int32]] = []
  private var routes: [[Route]] = []
  private var topicsByInstrument: [[UInt16]]
  /// Clients in the order they came.
  private(set) var clients: [DataClient] = []

  /// A hub of these instruments.
  init(catalogue: InstrumentCatalogue) {
    self.catalogue = catalogue
    topicsByInstrument = Array(repeating: [], count: catalogue.all.count)
  }

  /// The number of a topic, given when it is first asked for; nil when its symbol is not listed.
  func number(of name: String) -> UInt16? {
    if let known = numbers[name] { return known }
    guard topics.count < Int(UInt16.max), let topic = WireTopic(parsing: name, in: catalogue) else {
      return nil
    }
    let number = UInt16(topics.count)
    numbers[name] = number
    topics.append(topic)
    newest.append([])
    routes.append([])
    topicsByInstrument[topic.instrument].append(number)
    return number
  }

  /// Adds a client.
  func add(_ client: DataClient) { clients.append(client) }

  /// Removes a client.
  func remove(_ client: DataClient) {
    clients.removeAll { $0 === client }
    for index in routes.indices { routes[index].removeAll { $0.client === client } }
  }

  /// Takes a client's frame.
  ///
  /// - Parameters:
  ///   - frame: The bytes.
  ///   - client: From whom.
  ///   - market: The quotes, for snapshots.
  ///   - accepts: Whether a data key belongs to a valid token.
  func receive(
    _ frame: [UInt8], from client: DataClient, market: SimulatedMarket, accepts: (String) -> Bool
  ) {
    let answers = client.session.receive(
      DataRequest(reading: frame), accepts: accepts, number: number(of:))
    for answer in answers {
      switch answer {
      case .frame(let bytes): client.append(frame: bytes)
      case .routesChanged: reroute(client)
      case .snapshots(let topics): sendSnapshots(topics, to: client, market: market)
      }
    }
  }

  /// Sends snapshots of everything a client gets.
  func resynchronize(_ client: DataClient, market: SimulatedMarket) {
    let topics = client.session.channelsByTopic.keys.sorted()
    sendSnapshots(topics.filter { client.session.route($0) != nil }, to: client, market: market)
  }

  private func reroute(_ client: DataClient) {
    for index in routes.indices {
      let wanted = client.session.route(UInt16(index))
      let present = routes[index].firstIndex { $0.client === client }
      switch (wanted, present) {
      case (nil, nil): break
      case (nil, let place?): routes[index].remove(at: place)
      case (let isLite?, nil): routes[index].append(Route(client: client, isLite: isLite))
      case (let isLite?, let place?):
        routes[index][place] = Route(client: client, isLite: isLite)
      }
    }
  }

  private func sendSnapshots(
    _ numbers: [UInt16], to client: DataClient, market: SimulatedMarket
  ) {
    for number in numbers {
      let topic = topics[Int(number)]
      let instrument = catalogue.all[topic.instrument]
      guard let quote = market.quotes[topic.instrument] else { continue }
      let values = WireValues.of(topic, quote, instrument)
      newest[Int(number)] = values
      client.append(
        record: DataFrameWriter.snapshot(
          topicID: number, topic: topic, values: values, instrument: instrument))
    }
  }

  /// Tells everybody who wants it about an instrument's newest quote.
  func publish(_ position: Int, market: SimulatedMarket, distortion: Distortion? = nil) {
    guard let quote = market.quotes[position] else { return }
    for number in topicsByInstrument[position] where !routes[Int(number)].isEmpty {
      let topic = topics[Int(number)]
      let values = WireValues.of(topic, quote, catalogue.all[position])
      let update = changes(of: number, to: values, kind: topic.kind, distortion: distortion)
      let shown = distortion == .wrongSymbol ? otherTopic(than: number) : number
      let record = DataFrameWriter.update(topicID: shown, values: update)
      let lite = DataFrameWriter.lite(topicID: shown, last: values[0])
      for route in routes[Int(number)] {
        // A short record of a depth topic would be misread, so depth is always whole.
        route.client.append(record: route.isLite && topic.kind != .depth ? lite : record)
      }
    }
  }

  /// The update's values: the last price always, the rest only where it changed.
  private func changes(
    of number: UInt16, to values: [Int32], kind: WireTopic.Kind, distortion: Distortion?
  ) -> [Int32] {
    let before = newest[Int(number)]
    newest[Int(number)] = values
    var update = values
    for index in values.indices.dropFirst() where before.count == values.count {
      if before[index] == values[index] { update[index] = WireValues.absent }
    }
    if kind == .index { update.removeLast(2) }
    if distortion == .crossed, kind == .symbol, values[6] > 0, values[7] > 0 {
      let (raised, overflow) = max(values[6], values[7]).addingReportingOverflow(5)
      update[6] = overflow ? values[7] : raised
      update[7] = min(values[6], values[7])
      // The next honest update tells both again.
      newest[Int(number)][6] = update[6]
      newest[Int(number)][7] = update[7]
    }
    return update
  }

  private func otherTopic(than number: UInt16) -> UInt16 {
    let other = topics.indices.first {
      $0 != Int(number) && topics[$0].kind == topics[Int(number)].kind
    }
    return other.map { UInt16($0) } ?? UInt16.max
  }
}
