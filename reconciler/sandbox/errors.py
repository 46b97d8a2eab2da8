"""Refusals in PagerDuty's shape: an HTTP status, a code, a message and a list (or map) of reasons."""

from typing import Any


class ApiError(Exception):
    """A refusal that ends the request and undoes what it had written."""

    def __init__(self, status: int, code: int, message: str, errors: Any = None) -> None:
        super().__init__(message if errors is None else f"{message}: {errors}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> dict[str, Any]:
        """The JSON body that PagerDuty sends with this refusal."""
        error: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors is not None:
            error["errors"] = self.errors
        return {"error": error}


def invalid(*reasons: str) -> ApiError:
    """400, code 2001: something in the request is not acceptable."""
    return ApiError(400, 2001, "Invalid Input Provided", list(reasons))


def not_found() -> ApiError:
    """404, code 2100: PagerDuty never says what it failed to find."""
    return ApiError(404, 2100, "Not Found")


def forbidden(*reasons: str) -> ApiError:
    """403, code 2010: the key or the account may not do this."""
    return ApiError(403, 2010, "Access Denied", list(reasons) or None)


def lacks_ability(name: str) -> ApiError:
    """402, code 2012: the account's plan does not include this."""
    return ApiError(402, 2012, "Account does not have the abilities to perform the action", [name])
