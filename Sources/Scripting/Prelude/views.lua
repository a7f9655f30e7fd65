-- What a script may look at: position account quote instrument now clock size_by_risk.
local host, fail, api, ids = P.host, P.fail, P.api, P.ids
local POSITION, NOW = H.position, H.now

local position = N.position_function(POSITION, ids,
  function(symbol) P.id_of(symbol, "position") end)
api.position = position

-- Gives a rewritten script a short way: to one fact of a position, `position(s).qty` without the
-- table, or to an order whose table nobody looks at.
local facts = { qty = 0, is_flat = 1, is_long = 2, is_short = 3 }
local verbs = { buy = 0, sell = 1, close = 2 }

N.register(E.offer, function(name, meaning)
  local short
  if verbs[meaning] then
    short = N.order_statement(verbs[meaning], ids, P.order_functions[meaning])
  else
    short = N.holding_function(facts[meaning], ids, function(symbol)
      if not ids[symbol] then P.id_of(symbol, "position") end
      return position(symbol)[meaning]
    end)
  end
  N.rawset(N.globals, name, short)
end)

api.account = N.account_function(H.account)

api.quote = N.quote_function(H.quote, ids, function(symbol) P.id_of(symbol, "quote") end)

-- A tick object from the host's eleven values.
local function tick_object(id, seq, time, ltp, bid, ask, volume, bid_qty, ask_qty, oi, ltq)
  if id == nil then return nil end
  return N.new_tick(P.names[id], seq, time, ltp, bid, ask, volume, bid_qty, ask_qty, oi, ltq)
end
P.tick_object = tick_object

local instrument_table = P.record("Instrument")
function api.instrument(symbol)
  return instrument_table(symbol, host(H.instrument, ids[symbol] or P.id_of(symbol, "instrument")))
end

function api.now() return host(NOW) end

local clock_table = P.record("Clock")
function api.clock(time) return clock_table(host(H.clock, time)) end

function api.session(symbol)
  return host(H.session, ids[symbol] or P.id_of(symbol, "session"))
end

function api.size_by_risk(symbol, rupees, distance)
  local id = ids[symbol] or P.id_of(symbol, "size_by_risk")
  local unit, number = P.distance(distance)
  if not unit or unit == 4 then
    fail("size_by_risk: distance: expected points(5), pct(0.6) or increments(20), was "
      .. (unit and "R()" or P.kind(distance)))
  end
  return host(H.sizeByRisk, id, rupees, unit, number)
end
