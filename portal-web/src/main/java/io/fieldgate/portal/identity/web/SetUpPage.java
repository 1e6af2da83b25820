package io.fieldgate.portal.identity.web;

import io.fieldgate.portal.identity.SetUp;
import io.fieldgate.portal.shared.Refusal;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.FormFaults;
import io.fieldgate.portal.shared.web.PageController;
import jakarta.annotation.security.PermitAll;
import org.springframework.http.HttpStatus;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Makes the operator account, for whoever holds the one-time set-up link.
@PageController
@PermitAll
class SetUpPage {
    private final SetUp setUp;

    SetUpPage(SetUp setUp) {
        this.setUp = setUp;
    }

    @GetMapping("/setup")
    ModelAndView form(@RequestParam(defaultValue = "") String code) {
        return setUp.isOpen(code)
                ? new ModelAndView("identity/set-up").addObject("form", SetUpForm.of(code))
                : closed();
    }

    @PostMapping("/setup")
    ModelAndView create(@ModelAttribute("form") SetUpForm form, BindingResult result) {
        if (!form.password().equals(form.repeated())) {
            result.rejectValue("repeated", "differs", "The two passwords are not the same.");
            return again();
        }
        try {
            setUp.complete(form.code(), form.login(), form.password());
            return new ModelAndView("redirect:/sign-in?created");
        } catch (RefusedException e) {
            if (e.refusal().kind() == Refusal.Kind.CONFLICT) {
                return closed();
            }
            FormFaults.show(e, result, "login");
            return again();
        }
    }

    private static ModelAndView again() {
        return new ModelAndView("identity/set-up", HttpStatus.UNPROCESSABLE_CONTENT);
    }

    private static ModelAndView closed() {
        return new ModelAndView("identity/set-up-closed", HttpStatus.GONE);
    }
}
