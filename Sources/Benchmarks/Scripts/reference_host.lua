-- The reference strategy as the bare C host runs it: on_tick(ltp), position(), buy(n), sell(n).
local KF, KS = 2 / (10 + 1), 2 / (30 + 1)
local fast, slow
local above = false

function on_tick(p)
  if not fast then
    fast, slow = p, p
    return
  end
  fast = fast + KF * (p - fast)
  slow = slow + KS * (p - slow)
  local up = fast > slow
  if up ~= above then
    if up then
      if position() == 0 then buy(100) end
    elseif position() > 0 then
      sell(100)
    end
    above = up
  end
end
