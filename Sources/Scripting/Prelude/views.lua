-- What a script may look at: position account quote instrument now clock size_by_risk.
local host, fail, api, ids = P.host, P.fail, P.api, P.ids
local POSITION, NOW = H.position, H.now

-- The table of a position from the host's thirteen values.
local function position_table(symbol, qty, avg_price, ltp, pnl, net_pnl, stop, target, opened_at,
    best, worst, r, tag, bars_held)
  return {
    symbol = symbol, qty = qty, avg_price = avg_price, ltp = ltp, pnl = pnl, net_pnl = net_pnl,
    stop = stop, target = target, is_flat = qty == 0, is_long = qty > 0, is_short = qty < 0,
    opened_at = opened_at, best = best, worst = worst, r = r, tag = tag, bars_held = bars_held,
  }
end
P.position_table = position_table

local function position(symbol)
  return position_table(symbol, host(POSITION, ids[symbol] or P.id_of(symbol, "position")))
end
api.position = position

-- Gives a rewritten script a short way: to one fact of a position, `position(s).qty` without the
-- table, or to an order whose table nobody looks at.
local facts = { qty = 0, is_flat = 1, is_long = 2, is_short = 3 }
local verbs = { buy = 0, sell = 1, close = 2 }

N.register(E.offer, function(name, meaning)
  local short
  if verbs[meaning] then
    short = N.order_statement(verbs[meaning], ids, N.rawget(N.globals, meaning))
  else
    short = N.holding_function(facts[meaning], ids, function(symbol)
      return position(symbol)[meaning]
    end)
  end
  N.rawset(N.globals, name, short)
end)

function api.account()
  local cash, free, equity, realized, unrealized, commission = host(H.account)
  return {
    cash = cash, free = free, equity = equity, realized = realized, unrealized = unrealized,
    commission = commission,
  }
end

-- A tick object from the host's eleven values.
local function tick_object(id, seq, time, ltp, bid, ask, volume, bid_qty, ask_qty, oi, ltq)
  if id == nil then return nil end
  return N.new_tick(P.names[id], seq, time, ltp, bid, ask, volume, bid_qty, ask_qty, oi, ltq)
end
P.tick_object = tick_object

function api.quote(symbol)
  return tick_object(host(H.quote, ids[symbol] or P.id_of(symbol, "quote")))
end

function api.instrument(symbol)
  local increment, lot, multiplier =
    host(H.instrument, ids[symbol] or P.id_of(symbol, "instrument"))
  return { symbol = symbol, increment = increment, lot = lot, multiplier = multiplier }
end

function api.now() return host(NOW) end

function api.clock()
  local hour, minute, second, date, hms = host(H.clock)
  return { hour = hour, minute = minute, second = second, date = date, hms = hms }
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
