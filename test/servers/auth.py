"""Who may use the tests' LiteLLM proxy: each key has a fate of its own, raised by LiteLLM's own means."""

import litellm
from litellm.proxy._types import ProxyException, UserAPIKeyAuth


async def user_api_key_auth(request, api_key: str) -> UserAPIKeyAuth:
    match api_key:
        case "sk-good":
            return UserAPIKeyAuth(api_key=api_key)
        case "sk-limited":
            return UserAPIKeyAuth(api_key=api_key, rpm_limit=0)
        case "sk-spent":
            raise litellm.BudgetExceededError(current_cost=2.0, max_budget=1.0)
        case "sk-forbidden":
            raise ProxyException(message="this key may not do that", type="auth_error", param=None, code=403)
        case _:
            raise ProxyException(message=f"no such key: {api_key}", type="auth_error", param=None, code=401)
