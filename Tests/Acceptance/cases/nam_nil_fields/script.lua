strategy { name = "nam_nil_fields", symbols = { "SIM:X" } }
local S = "SIM:X"
local function eq(got, want, what)
  if got ~= want then error("CHECK " .. what .. ": got " .. tostring(got) .. ", want " .. tostring(want), 2) end
end
local plan = {}
plan[1] = function(tick)
  local p = position(S)
  eq(p.stop, nil, "stop"); eq(p.target, nil, "target"); eq(tick.oi, nil, "oi"); eq(tick.bid_qty, nil, "bid_qty"); eq(p.qty, 0, "qty")
  local o = buy(S, 0); eq(o.id, nil, "id")
end
function on_tick(tick)
  local step = plan[tick.seq]
  if step then step(tick) end
end
